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
from services.fleet.contracts.guest_access import MAX_GROUPS_OF_ACTION, ActionAccess
from services.fleet.model.base import Base


class GuestAccess(Aggregate, Base):
    """`id` is the customer's. `actions` are the contract's `ActionAccess`, one per action after the first change.
    `paused_group_ids` are groups that were allowed when an action was stopped, and that the user who switched it on
    again does not see. They are not allowed; once the action is off, they are among its `group_ids`. The
    aggregate also records what happens to the labels of the customer's machines."""

    __tablename__ = "guest_access"

    actions: Mapped[list[dict[str, Any]]]

    @classmethod
    def of_customer(cls, customer_id: UUID) -> "GuestAccess":
        return cls(id=customer_id, actions=[])

    def all_actions(self) -> list[dict[str, Any]]:
        """All actions with their settings, also `paused_group_ids`, which rows of earlier versions lack."""
        known = {row["action"]: row for row in self.actions}
        return [_row(action) | known.get(action, {}) for action in GuestAction]

    def change(
        self,
        by: Caller,
        given: Iterable[Mapping[str, Any]],
        groups_in_scope: Collection[UUID] | None,
        group_names: Mapping[str, str],
    ) -> None:
        """Set these actions. `groups_in_scope` is None for a caller who sees all machines; for another caller, groups
        out of scope stay as they are: allowed, paused, or neither. `group_names` are those of the customer, by id.
        Raises NotAllowed when such a caller chooses all machines, TooManyGroups."""
        rows = {row["action"]: row for row in self.all_actions()}
        for row in given:
            if groups_in_scope is None:
                changed = _row(**{name: row[name] for name in ActionAccess().fields})
            else:
                changed = _changed_within(groups_in_scope, rows[row["action"]], row)
            rows[row["action"]] = _expect_not_too_many(changed)
        self._set(by, list(rows.values()), group_names)

    def stop(self, by: Caller, group_names: Mapping[str, str]) -> None:
        """Switch all actions off. Groups are kept, for when they are switched on again."""
        self._set(by, [_stopped(row) for row in self.all_actions()], group_names)

    def forget_group(self, group_id: UUID) -> None:
        """Remove a deleted group."""
        self.actions = [
            row | {name: [id for id in row[name] if id != str(group_id)] for name in ("group_ids", "paused_group_ids")}
            for row in self.all_actions()
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
            self.record(GuestAccessChanged, **self._change(by), actions=[_named(row, group_names) for row in rows])

    def _change(self, by: Caller) -> dict[str, Any]:
        return {"customer_id": self.id, "changed_by": by.user_id, "by_staff": by.is_staff}


def allowed_actions(actions: Iterable[Mapping[str, Any]], group_ids: Iterable[str]) -> list[GuestAction]:
    """What guests may do at a machine of these groups, by the `actions` of the settings."""
    groups = set(group_ids)
    return [
        GuestAction(row["action"])
        for row in actions
        if row["enabled"] and (row["all_machines"] or not groups.isdisjoint(row["group_ids"]))
    ]


def _row(
    action: GuestAction | str,
    *,
    enabled: bool = False,
    all_machines: bool = False,
    group_ids: Iterable[str | UUID] = (),
    paused: Iterable[str] = (),
) -> dict[str, Any]:
    groups, paused = set(map(str, group_ids)), set(paused)
    if not enabled:
        groups, paused = groups | paused, set()
    return {
        "action": str(action),
        "enabled": enabled,
        "all_machines": all_machines,
        "group_ids": sorted(groups),
        "paused_group_ids": sorted(paused - groups),
    }


def _stopped(row: Mapping[str, Any]) -> dict[str, Any]:
    groups = {"group_ids": row["group_ids"], "paused": row["paused_group_ids"]}
    return _row(row["action"], all_machines=row["all_machines"], **groups)


def _named(row: Mapping[str, Any], group_names: Mapping[str, str]) -> dict[str, Any]:
    """The contract's `NamedActionAccess`."""
    names = [group_names[id] for id in row["group_ids"]]
    return {name: row[name] for name in ActionAccess().fields} | {"group_names": names}


def _expect_not_too_many(row: Mapping[str, Any]) -> dict[str, Any]:
    if len(row["group_ids"]) + len(row["paused_group_ids"]) > MAX_GROUPS_OF_ACTION:
        raise TooManyGroups(limit=MAX_GROUPS_OF_ACTION)
    return dict(row)


def _changed_within(scope: Collection[UUID], current: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The action after a change by a user who sees these groups only. Raises NotAllowed when the user chooses all
    machines."""
    was_everywhere = current["enabled"] and current["all_machines"]
    if given["enabled"] and given["all_machines"] and not was_everywhere:
        raise NotAllowed
    chosen, paused = {str(id) for id in given["group_ids"]}, set(current["paused_group_ids"])
    out_of_scope = set(current["group_ids"]) - set(map(str, scope))
    if not current["enabled"]:
        enabled, groups, paused = given["enabled"], chosen, paused | out_of_scope
    elif given["enabled"]:
        enabled, groups = True, chosen | out_of_scope
    else:  # it stays on where the user does not see it
        enabled = was_everywhere or bool(out_of_scope)
        groups = out_of_scope if enabled else chosen
    all_machines = was_everywhere if enabled else current["all_machines"]
    return _row(given["action"], enabled=enabled, all_machines=all_machines, group_ids=groups, paused=paused)
