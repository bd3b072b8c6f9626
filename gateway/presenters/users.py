"""Users as their administrators know them, and what the audit log says of them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway import callers
from gateway.clients.staff import STAFF_RIGHTS
from gateway.clients.users import RIGHTS
from gateway.language import t, t_or
from gateway.presenters import tags
from gateway.presenters.customers import in_a_line
from gateway.presenters.tags import Tag


def names_of(rights: list[str]) -> str:
    """In the order in which they stand everywhere."""
    return ", ".join(t(f"right.{right}") for right in (*RIGHTS, *STAFF_RIGHTS) if right in rights)


@dataclass(frozen=True, slots=True)
class User:
    """`groups` are the names of the customer's groups by id."""

    row: dict[str, Any]
    groups: dict[str, str]

    @property
    def tag(self) -> Tag:
        return tags.user_status(self.row["status"])

    @property
    def url(self) -> str:
        """Where this reader keeps the user: users at their own organisation, staff at the customer that they opened."""
        pages = "customer_users" if callers.current_customer_id() else "users"
        return url_for(f"{pages}.detail", person_id=self.row["person_id"])

    @property
    def rights(self) -> str:
        return names_of(self.row["rights"])

    @property
    def sees(self) -> str:
        """All machines, or: Utrecht, Balie and 2 machines."""
        if self.row["all_machines"]:
            return t("scope.all")
        named = sorted(self.groups.get(id, t("scope.unnamed_group")) for id in self.row["group_ids"])
        machines = len(self.row["machine_ids"])
        parts = named + ([t("scope.machines", count=machines)] if machines else [])
        return ", ".join(parts) or t("scope.nothing")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the dealer's staff."""

    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tags.user_status(self.row["status"])

    @property
    def url(self) -> str:
        return url_for("staff.detail", person_id=self.row["person_id"])

    @property
    def rights(self) -> str:
        return names_of(self.row["rights"])


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log."""

    row: dict[str, Any]

    @property
    def what(self) -> str:
        return t_or(f"audit.{self.row['action']}", self.row["action"])

    @property
    def actor(self) -> str:
        return t("audit.staff", name=self.row["actor_name"]) if self.row["by_staff"] else str(self.row["actor_name"])

    @property
    def details(self) -> str:
        """What exactly changed, where there is more to say."""
        told = self.row["details"]
        said = [
            t(f"audit.{part}", rights=names_of(told[part])) for part in ("added", "removed", "rights") if told.get(part)
        ]
        if "all_machines" in told:
            said.append(_seen(told))
        if "policy" in told:
            said.append(", ".join([t(f"policy.{told['policy']}"), *told["domains"]]))
        if "machine" in told:
            said.append(", ".join([told["machine"], *told.get("groups", [])]))
        return "; ".join(said + _described(told))


def _described(told: dict[str, Any]) -> list[str]:
    """What a customer became."""
    name = [t("audit.name", name=told["name"])] if "name" in told else []
    status = [t("audit.status", status=tags.customer_status(told["status"]).text)] if "status" in told else []
    return name + status + ([t("audit.address", address=in_a_line(told["address"]))] if "address" in told else [])


def _seen(told: dict[str, Any]) -> str:
    if told["all_machines"]:
        return t("scope.all")
    machines = [t("scope.machines", count=told["machines"])] if told["machines"] else []
    return ", ".join([*told["groups"], *machines]) or t("scope.nothing")
