"""Which users see a machine, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.language import t
from gateway.presenters.machines import Machine
from gateway.presenters.users import User

MOST_SHOWN = 10
"""Reasons shown for one machine; the downloads have all."""


class Reason(NamedTuple):
    """A user, and why the user sees a machine: the name of a group, or that it was chosen individually."""

    user: dict[str, Any]
    text: str


class AccessReport:
    """The users whose scope is not all machines, by the groups and single machines in it. `names`: of groups, by id."""

    def __init__(self, users: Iterable[dict[str, Any]], names: dict[str, str]) -> None:
        self._reasons: dict[str, list[Reason]] = defaultdict(list)
        for user in users:
            if user["all_machines"]:
                continue
            for id in user["group_ids"]:
                name = names.get(id)
                self._reasons[id].append(
                    Reason(user, t("machine_access.group", name=name) if name else t("machine_access.other_group"))
                )
            self._reasons[user["membership_id"]].append(Reason(user, t("machine_access.single")))

    def reasons(self, machine: dict[str, Any]) -> list[Reason]:
        """The users who see the machine, by name."""
        found = [reason for id in machine["group_ids"] for reason in self._reasons.get(id, ())]
        return sorted(found, key=lambda reason: (reason.user["name"], reason.user["membership_id"], reason.text))


@dataclass(frozen=True, slots=True)
class MachineAccess:
    """A machine in the report."""

    row: dict[str, Any]
    reasons: list[Reason]

    @property
    def machine(self) -> Machine:
        return Machine(self.row)

    @property
    def shown(self) -> list[tuple[User, str]]:
        return [(User(reason.user, {}), reason.text) for reason in self.reasons[:MOST_SHOWN]]

    @property
    def further(self) -> int:
        """Number of reasons that are not shown."""
        return max(len(self.reasons) - MOST_SHOWN, 0)
