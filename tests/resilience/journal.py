"""What users were promised by an installation, and which responses they got."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Journal:
    """`orders` and `requests`: the purpose of each, and the reference number that the portal confirmed."""

    orders: dict[str, str] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    rights: list[str] | None = None
    rights_changed: int = 0
    pages: int = 0
    degraded_pages: int = 0
    refusals: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> list[str]:
        return [*self.orders.values(), *self.requests.values()]
