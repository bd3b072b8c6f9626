"""Groups: a name, machines, users."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField

from gateway.forms import PortalForm


class NameForm(PortalForm):
    name = StringField("groups.name")


class MachinesForm(PortalForm):
    """Machines that were ticked in a list."""

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
    """Machines ticked in the list of machines, for a group that is there (`group_id`) or a new one (`name`)."""

    group_id = SelectField("groups.group", choices=[], validate_choice=False)
    name = StringField("groups.new_name")
    back = HiddenField()

    def answers(self) -> dict[str, Any]:
        named = {} if self.group_id.data else {"name": self.name.data or ""}
        return super().answers() | named


class UsersForm(PortalForm):
    """Users ticked in a list. `narrow`: also those who see all machines now."""

    narrow = HiddenField()

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("person_id")

    def answers(self) -> dict[str, Any]:
        return {"person_ids": self.ticked, "narrow": self.narrow.data == "1"}
