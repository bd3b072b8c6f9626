"""Forms of groups."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField

from gateway.forms import PortalForm


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
    """Machines selected in the list of machines, for an existing group (`group_id`) or a new one (`name`)."""

    group_id = SelectField("groups.group", choices=[], validate_choice=False)
    name = StringField("groups.new_name")
    back = HiddenField()

    def answers(self) -> dict[str, Any]:
        new_name = {} if self.group_id.data else {"name": self.name.data or ""}
        return super().answers() | new_name


class UsersForm(PortalForm):
    """Users selected in a list. `narrow` confirms those who see all machines now."""

    narrow = HiddenField()

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("person_id")

    def answers(self) -> dict[str, Any]:
        return {"person_ids": self.ticked, "narrow": self.narrow.data == "1"}
