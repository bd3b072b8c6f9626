"""Forms of groups."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField

from gateway.clients import validated
from gateway.forms import PortalForm
from gateway.language import t
from services.fleet.contracts import AddMachinesToGroup


class NameForm(PortalForm):
    name = StringField("groups.name")


class MachinesForm(PortalForm):
    """Machines selected in a list."""

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("machine_id")

    def answers(self) -> dict[str, Any]:
        return {"machine_ids": self.ticked}


class CopyForm(PortalForm):
    """All machines of another group."""

    from_group_id = SelectField("groups.other", choices=[], validate_choice=False)

    def answers(self) -> dict[str, Any]:
        return {"from_group_id": self.from_group_id.data or None}


class AddForm(MachinesForm):
    """Machines to add to a group. `back` is the list in which they were selected."""

    back = HiddenField()


class ChooseForm(AddForm):
    """Machines selected in the machine list, for an existing group (`group_id`) or a new one (`name`)."""

    group_id = SelectField("groups.group", choices=[], validate_choice=False)
    name = StringField("groups.new_name")

    def is_complete(self) -> bool:
        """Whether exactly one group is named, and if it exists, at least one machine is selected."""
        chosen, typed = self.group_id.data, (self.name.data or "").strip()
        if chosen and typed:
            self.refuse("name", t("groups.either"))
        elif chosen:
            request = super().answers() | {"group_id": chosen}
            self.attempt(lambda: validated(AddMachinesToGroup, request))
        elif not typed:
            self.refuse("group_id", t("groups.choose_one"))
        return not self.problems

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"name": self.name.data or ""}


class UsersForm(PortalForm):
    """Users selected in a list. `narrow` confirms those who see all machines now."""

    narrow = HiddenField()

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("person_id")

    def answers(self) -> dict[str, Any]:
        return {"person_ids": self.ticked, "narrow": self.narrow.data == "1"}
