"""The guest access settings of a customer (docs/features.md#guests)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from services.chassis.contract import Caller, NotAllowed
from services.chassis.persistence.aggregate import Aggregate
from services.fleet.contracts import (
    GuestAccessChanged,
    GuestAction,
    MachineLabelsIssued,
    MachineLabelsRevoked,
    TooManyGroups,
)
from services.fleet.contracts.guest_access import MAX_GROUPS_OF_ACTION
from services.fleet.model.base import Base


class GuestAccess(Aggregate, Base):
    """`id` is the customer's. `actions` are the contract's `ActionAccess`, one per action that was ever set; others are
    off. It also records what happens to the labels of the customer's machines."""

    __tablename__ = "guest_access"

    actions: Mapped[list[dict[str, Any]]]

    @classmethod
    def of_customer(cls, customer_id: UUID) -> "GuestAccess":
        return cls(id=customer_id, actions=[])

    def all_actions(self) -> list[dict[str, Any]]:
        known = {row["action"]: row for row in self.actions}
        return [known.get(action) or _row(action) for action in GuestAction]

    def change(
        self,
        by: Caller,
        given: Iterable[Mapping[str, Any]],
        groups_in_scope: Collection[UUID] | None,
        group_names: Mapping[str, str],
    ) -> None:
        """Set these actions. `groups_in_scope` is None for a caller who sees all machines; for another caller, what is
        out of scope stays as it is, also the groups of an action that stays off. `group_names` are those of the
        customer, by id. Raises NotAllowed when such a caller chooses all machines, TooManyGroups."""
        rows = {row["action"]: row for row in self.all_actions()}
        for row in given:
            rows[row["action"]] = _changed(rows[row["action"]], row, groups_in_scope)
        self._set(by, list(rows.values()), group_names)

    def stop(self, by: Caller, group_names: Mapping[str, str]) -> None:
        """Switch all actions off. Groups are kept, for when they are switched on again."""
        self._set(by, [row | {"enabled": False} for row in self.all_actions()], group_names)

    def forget_group(self, group_id: UUID) -> None:
        """Remove a deleted group."""
        self.actions = [
            row | {"group_ids": [id for id in row["group_ids"] if id != str(group_id)]} for row in self.actions
        ]

    def labels_issued(self, by: Caller, numbers: list[str], replaced: int) -> None:
        """`numbers` are the equipment numbers of the machines, empty for one without."""
        self.record(MachineLabelsIssued, **self._labels(by, numbers), replaced=replaced)

    def labels_revoked(self, by: Caller, numbers: list[str]) -> None:
        self.record(MachineLabelsRevoked, **self._labels(by, numbers))

    def _labels(self, by: Caller, numbers: list[str]) -> dict[str, Any]:
        number = numbers[0] if len(numbers) == 1 else ""
        return self._change(by) | {"machines": len(numbers), "equipment_number": number}

    def _set(self, by: Caller, rows: list[dict[str, Any]], group_names: Mapping[str, str]) -> None:
        if rows != self.all_actions():
            self.actions = rows
            named = [row | {"group_names": [group_names[id] for id in row["group_ids"]]} for row in rows]
            self.record(GuestAccessChanged, **self._change(by), actions=named)

    def _change(self, by: Caller) -> dict[str, Any]:
        return {"customer_id": self.id, "changed_by": by.user_id, "by_staff": by.is_staff}


def _row(
    action: GuestAction, *, enabled: bool = False, all_machines: bool = False, group_ids: Iterable[str] = ()
) -> dict[str, Any]:
    ids = sorted(group_ids)
    return {"action": str(action), "enabled": enabled, "all_machines": all_machines, "group_ids": ids}


def _changed(
    present: Mapping[str, Any], given: Mapping[str, Any], groups_in_scope: Collection[UUID] | None
) -> dict[str, Any]:
    chosen = {str(id) for id in given["group_ids"]}
    if groups_in_scope is None:
        return _row(given["action"], enabled=given["enabled"], all_machines=given["all_machines"], group_ids=chosen)
    elsewhere, was_on = set(present["group_ids"]) - set(map(str, groups_in_scope)), present["enabled"]
    if given["enabled"] and given["all_machines"] and not (was_on and present["all_machines"]):
        raise NotAllowed
    if given["enabled"] and not was_on:
        return _row(given["action"], enabled=True, group_ids=chosen)
    stays_on = was_on and (present["all_machines"] or bool(elsewhere))
    if stays_on and not given["enabled"]:
        chosen = set()
    enabled, group_ids = given["enabled"] or stays_on, elsewhere | chosen
    if len(group_ids) > MAX_GROUPS_OF_ACTION:
        raise TooManyGroups(limit=MAX_GROUPS_OF_ACTION)
    return _row(given["action"], enabled=enabled, all_machines=present["all_machines"], group_ids=group_ids)
