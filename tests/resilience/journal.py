"""What people were promised by an installation, and what they saw of it."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Journal:
    """What was promised to people. `attempts`: what each wanted, and the reference number that it was given."""

    orders: dict[str, str] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    rights: list[str] | None = None
    rights_changed: int = 0
    pages: int = 0
    without_a_part: int = 0
    refusals: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> list[str]:
        return [*self.orders.values(), *self.requests.values()]
