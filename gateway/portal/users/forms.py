"""Users: whom to invite, what they may do, what they see."""

from typing import Any

from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from gateway.clients.identity import LANGUAGES
from gateway.clients.users import RIGHTS
from gateway.forms import PortalForm

ALL, CHOSEN = "all", "chosen"


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms comes without types
    """Check boxes; what of them may be chosen is said by the service, not here."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    validate_choice = False


class RightsForm(PortalForm):
    rights = Boxes("users.rights", choices=[SelectChoice(code, f"right.{code}") for code in RIGHTS])

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"rights": self.rights.data or []}


class ScopeForm(PortalForm):
    """All machines, or groups out of those offered: pairs of id and name. Single machines have a page of their own."""

    sees = RadioField("users.sees", choices=[SelectChoice(code, f"sees.{code}") for code in (ALL, CHOSEN)])
    group_ids = Boxes("users.groups", choices=[])

    def offer(self, groups: list[tuple[str, str]]) -> None:
        self.group_ids.choices = groups

    def scope(self) -> dict[str, Any]:
        """As the contract has it; what all machines are seen besides is kept out of it."""
        everything = self.sees.data == ALL
        return {"all_machines": everything, "group_ids": [] if everything else self.group_ids.data or []}

    def answers(self) -> dict[str, Any]:
        return self.scope()


class ChangeScopeForm(ScopeForm):
    """Groups that were not offered stay."""

    def answers(self) -> dict[str, Any]:
        return self.scope() | {"offered_groups": self.sent.getlist("offered")}


class InviteForm(RightsForm, ScopeForm):
    name = StringField("account.name")
    email = StringField("login.email")
    function = StringField("account.function")
    telephone = StringField("account.telephone")
    language = RadioField("account.language", choices=[SelectChoice(code, f"language.{code}") for code in LANGUAGES])

    def answers(self) -> dict[str, Any]:
        said = {name: self[name].data or "" for name in ("name", "email", "function", "telephone")}
        return (
            said | {"language": self.language.data or LANGUAGES[0]} | {"rights": self.rights.data or []} | self.scope()
        )


class MatrixForm(PortalForm):
    """Users × rights: for each `person_id` the boxes `rights-…`, and in `was-…` what was ticked when it was shown."""

    def answers(self) -> dict[str, Any]:
        """Those whose boxes are not as they were."""
        return {
            "users": [
                {"person_id": id, "rights": sorted(ticked)}
                for id in self.sent.getlist("person_id")
                if (ticked := set(self.ticked(id))) != set(self.sent.get(f"was-{id}", "").split())
            ]
        }

    def ticked(self, person_id: str) -> list[str]:
        return self.sent.getlist(f"rights-{person_id}")

    def standing(self, row: dict[str, Any]) -> list[str]:
        """What stands ticked for a user: as typed where the form came back, else as it is."""
        typed = row["person_id"] in self.sent.getlist("person_id")
        return self.ticked(row["person_id"]) if typed else list(row["rights"])


class MachinesForm(PortalForm):
    """Machines of one page of the list: `offered` are those there, `machine_id` those ticked. `narrow`: the user, who
    sees all machines now, is to see the chosen ones only."""

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("machine_id")

    def answers(self) -> dict[str, Any]:
        narrow = {"all_machines": False} if self.sent.get("narrow") else {}
        return {"machine_ids": self.ticked, "offered_machines": self.sent.getlist("offered")} | narrow

    def standing(self, before: list[str]) -> list[str]:
        """Which of them stand ticked: as typed where the form came back, else as it is."""
        return self.ticked if self.sent else before
