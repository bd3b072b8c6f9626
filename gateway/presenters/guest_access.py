"""The guest access settings of a customer."""

from dataclasses import dataclass
from typing import Any

from wtforms import Field

from gateway.language import t
from services.chassis.contract.plain_text import sort_text


@dataclass(frozen=True, slots=True)
class Setting:
    """Where guests may do one action, and its fields. `row` is the contract's `VisibleActionAccess`; `names` are those
    of the groups that the reader sees, by id. `is_fixed`: at all machines, which the reader, who does not see them all,
    cannot change."""

    row: dict[str, Any]
    where: Field
    groups: Field
    names: dict[str, str]
    is_fixed: bool

    @property
    def title(self) -> str:
        return t(f"guest_action.{self.row['action']}")

    @property
    def summary(self) -> str:
        """Off; at all machines; in Balie, Utrecht and other groups."""
        if not self.row["enabled"]:
            return t("guest_where.nowhere")
        if self.row["all_machines"]:
            return t("guest_where.everywhere")
        groups = [*self._chosen, *([t("guest_access.other_groups")] if self.row["has_other_groups"] else [])]
        return ", ".join(groups) or t("guest_access.no_groups_chosen")

    @property
    def unused_groups(self) -> str:
        """The chosen groups, if they do not count because something else than groups is chosen; else empty."""
        in_groups = self.row["enabled"] and not self.row["all_machines"]
        return "" if in_groups else ", ".join(self._chosen)

    @property
    def _chosen(self) -> list[str]:
        return sorted((self.names[id] for id in self.row["group_ids"] if id in self.names), key=sort_text)
