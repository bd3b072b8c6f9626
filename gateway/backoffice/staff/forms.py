"""Forms of staff: invitation and rights."""

from typing import Any

from wtforms import RadioField, StringField

from gateway.fields import Boxes
from gateway.forms import PortalForm, choices
from services.identity.contracts import StaffRight
from services.identity.contracts.languages import Language


class StaffRightsForm(PortalForm):
    rights = Boxes("users.rights", choices=choices("right", StaffRight))

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"rights": self.rights.data or []}


class InviteStaffForm(StaffRightsForm):
    name = StringField("account.name")
    email = StringField("login.email")
    language = RadioField("account.language", choices=choices("language", Language))
