"""Forms of users: invitation, rights and machine scope."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField

from gateway.fields import Boxes
from gateway.forms import PortalForm, choices
from services.identity.contracts import OFFERED_RIGHTS
from services.identity.contracts.languages import Language

ALL, CHOSEN = "all", "chosen"


class RightsForm(PortalForm):
    rights = Boxes("users.rights", choices=choices("right", OFFERED_RIGHTS))

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"rights": self.rights.data or []}


class ScopeForm(PortalForm):
    """All machines or chosen groups. Single machines are chosen on a separate page."""

    sees = RadioField("users.sees", choices=choices("sees", (ALL, CHOSEN)))
    group_ids = Boxes("users.groups", choices=[])

    def offer(self, groups: list[tuple[str, str]]) -> None:
        self.group_ids.choices = groups

    def scope(self) -> dict[str, Any]:
        """The fields of the contract; with all machines, the chosen groups are left out."""
        everything = self.sees.data == ALL
        return {"all_machines": everything, "group_ids": [] if everything else self.group_ids.data or []}

    def answers(self) -> dict[str, Any]:
        return self.scope()


class ChangeScopeForm(ScopeForm):
    """Groups of the user that the form did not offer stay unchanged."""

    def answers(self) -> dict[str, Any]:
        return self.scope() | {"offered_groups": self.sent.getlist("offered")}


class InviteForm(RightsForm, ScopeForm):
    """`without_access` is shown after an invitation without machines was refused."""

    name = StringField("account.name")
    email = StringField("login.email")
    function = StringField("account.function")
    telephone = StringField("account.telephone")
    language = RadioField("account.language", choices=choices("language", Language))
    without_access = BooleanField("users.without_access")

    def answers(self) -> dict[str, Any]:
        values: dict[str, Any] = {name: self[name].data or "" for name in ("name", "email", "function", "telephone")}
        values |= {"language": self.language.data or Language.NL, "rights": self.rights.data or []}
        return values | {"without_access": bool(self.without_access.data)} | self.scope()


class MatrixForm(PortalForm):
    """Users × rights. For each `person_id`, `rights-<id>` are the check boxes, `was-<id>` the rights when rendered."""

    def answers(self) -> dict[str, Any]:
        """The users whose rights were changed."""
        return {
            "users": [
                {"person_id": id, "rights": sorted(rights)}
                for id in self.sent.getlist("person_id")
                if (rights := set(self.ticked(id)) | (self._before(id) - set(OFFERED_RIGHTS))) != self._before(id)
            ]
        }

    def _before(self, person_id: str) -> set[str]:
        """The rights when the page was rendered, also those that it did not offer, which stay."""
        return set(self.sent.get(f"was-{person_id}", "").split())

    def ticked(self, person_id: str) -> list[str]:
        return self.sent.getlist(f"rights-{person_id}")

    def standing(self, row: dict[str, Any]) -> list[str]:
        """The checked rights of a user: as submitted if the form is redisplayed, else the current ones."""
        submitted = row["person_id"] in self.sent.getlist("person_id")
        return self.ticked(row["person_id"]) if submitted else list(row["rights"])


class MachinesForm(PortalForm):
    """Machines of one page of the list: `offered` are all on it, `machine_id` the checked ones. `narrow` confirms that
    a user who sees all machines will see only the chosen ones."""

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("machine_id")

    def answers(self) -> dict[str, Any]:
        narrow = {"all_machines": False} if self.sent.get("narrow") else {}
        return {"machine_ids": self.ticked, "offered_machines": self.sent.getlist("offered")} | narrow

    def standing(self, before: list[str]) -> list[str]:
        """The checked machines: as submitted if the form is redisplayed, else `before`."""
        return self.ticked if self.sent else before
