"""Users, members of staff and audit entries."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway import callers
from gateway.language import t, t_or
from gateway.presenters.customers import in_a_line
from gateway.presenters.tags import Tag, tag_of
from services.chassis.contract.plain_text import sort_text
from services.identity.contracts import Right, StaffRight


def names_of(rights: list[str]) -> str:
    """The names of the rights, in the order of the contracts."""
    return ", ".join(t(f"right.{right}") for right in (*Right, *StaffRight) if right in rights)


@dataclass(frozen=True, slots=True)
class User:
    """`groups`: names of the customer's groups by id."""

    row: dict[str, Any]
    groups: dict[str, str]

    @property
    def tag(self) -> Tag:
        return tag_of("user_status", self.row["status"])

    @property
    def url(self) -> str:
        """The user's page: below the opened customer for staff, else in the reader's own organisation."""
        pages = "customer_users" if callers.current_customer_id() else "users"
        return url_for(f"{pages}.detail", person_id=self.row["person_id"])

    @property
    def rights(self) -> str:
        return names_of(self.row["rights"])

    @property
    def sees(self) -> str:
        """The machine scope: all machines, or: Balie, Utrecht, 2 machines."""
        if self.row["all_machines"]:
            return t("scope.all")
        names = sorted((self.groups.get(id, t("scope.unnamed_group")) for id in self.row["group_ids"]), key=sort_text)
        machines = len(self.row["machine_ids"])
        parts = names + ([t("scope.machines", count=machines)] if machines else [])
        return ", ".join(parts) or t("scope.nothing")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the dealer's staff."""

    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tag_of("user_status", self.row["status"])

    @property
    def url(self) -> str:
        return url_for("staff.detail", person_id=self.row["person_id"])

    @property
    def rights(self) -> str:
        return names_of(self.row["rights"])


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the audit log."""

    row: dict[str, Any]

    @property
    def what(self) -> str:
        return t_or(f"audit.{self.row['action']}", self.row["action"])

    @property
    def actor(self) -> str:
        name = t("audit.removed_user") if self.row["actor_erased"] else str(self.row["actor_name"])
        return t("audit.staff", name=name) if self.row["by_staff"] else name

    @property
    def subject(self) -> str:
        """Empty if the entry is about no person."""
        return t("audit.removed_user") if self.row["subject_erased"] else str(self.row["subject_name"])

    @property
    def details(self) -> str:
        """The changed values, separated by semicolons."""
        details = self.row["details"]
        parts = [
            t(f"audit.{part}", rights=names_of(details[part]))
            for part in ("added", "removed", "rights")
            if details.get(part)
        ]
        if "all_machines" in details:
            parts.append(_scope(details))
        if "policy" in details:
            parts.append(", ".join([t(f"policy.{details['policy']}"), *details["domains"]]))
        if "old_email" in details:
            parts.append(" → ".join(details[email] or t("audit.no_address") for email in ("old_email", "new_email")))
        if "actions" in details:
            parts.append(_guest_actions(details["actions"]))
        elif {"machine", "machines"} <= details.keys():
            parts.append(details["machine"] or t("machines.found", count=details["machines"]))
        elif "machine" in details:
            parts.append(", ".join([details["machine"], *details.get("groups", [])]))
        return "; ".join(parts + _customer_parts(details))


def _customer_parts(details: dict[str, Any]) -> list[str]:
    """The new values of a customer."""
    name = [t("audit.name", name=details["name"])] if "name" in details else []
    status = (
        [t("audit.status", status=tag_of("customer_status", details["status"]).text)] if "status" in details else []
    )
    return name + status + ([t("audit.address", address=in_a_line(details["address"]))] if "address" in details else [])


def _scope(details: dict[str, Any]) -> str:
    if details["all_machines"]:
        return t("scope.all")
    machines = [t("scope.machines", count=details["machines"])] if details["machines"] else []
    return ", ".join([*details["groups"], *machines]) or t("scope.nothing")


def _guest_actions(actions: list[dict[str, Any]]) -> str:
    """What guests may do and where; off if nothing."""
    allowed = [
        t(
            "audit.guests",
            action=t(f"guest_action.{row['action']}"),
            where=t("guest_where.everywhere")
            if row["all_machines"]
            else ", ".join(row["groups"]) or t("guest_access.no_groups_chosen"),
        )
        for row in actions
    ]
    return "; ".join(allowed) or t("guest_where.nowhere")
