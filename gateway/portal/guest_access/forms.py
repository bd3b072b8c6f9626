"""The form of the guest access settings."""

from typing import Any

from wtforms import RadioField

from gateway.fields import Boxes
from gateway.forms import PortalForm, choices
from gateway.language import t
from services.identity.contracts import GuestAction

NOWHERE, EVERYWHERE, IN_GROUPS = "nowhere", "everywhere", "in_groups"
WHERE = (NOWHERE, EVERYWHERE, IN_GROUPS)


class AccessForm(PortalForm):
    """For each action, where guests may do it. `…_groups` are the chosen groups, which count if `…_where` says so."""

    order_supplies_where = RadioField("guest_access.order_supplies", choices=choices("guest_where", WHERE))
    order_supplies_groups = Boxes("guest_access.groups", choices=[])
    request_service_where = RadioField("guest_access.request_service", choices=choices("guest_where", WHERE))
    request_service_groups = Boxes("guest_access.groups", choices=[])
    ask_status_where = RadioField("guest_access.ask_status", choices=choices("guest_where", WHERE))
    ask_status_groups = Boxes("guest_access.groups", choices=[])

    @classmethod
    def of(cls, actions: list[dict[str, Any]]) -> "AccessForm":
        filled = {f"{row['action']}_groups": row["group_ids"] for row in actions}
        return cls.shown(**filled, **{f"{row['action']}_where": _where(row) for row in actions})

    def has_known_choices(self) -> bool:
        """Whether the page offers each choice that was sent; else the form has a problem."""
        fields = [self[f"{action}_where"] for action in GuestAction]
        unknown = [field for field in fields if field.data is not None and field.data not in WHERE]
        for field in unknown[:1]:
            self.refuse(field.name, t(f"{field.label.text}.required"))
        return not unknown

    def answers(self) -> dict[str, Any]:
        """Actions that the page did not offer are left out."""
        return {
            "actions": [
                {
                    "action": str(action),
                    "enabled": where != NOWHERE,
                    "all_machines": where == EVERYWHERE,
                    "group_ids": self[f"{action}_groups"].data or [],
                }
                for action in GuestAction
                if (where := self[f"{action}_where"].data) in WHERE
            ]
        }


def _where(row: dict[str, Any]) -> str:
    if not row["enabled"]:
        return NOWHERE
    return EVERYWHERE if row["all_machines"] else IN_GROUPS
