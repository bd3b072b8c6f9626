"""Forms for answering registrations and access requests, and for the self-registration settings."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from gateway.forms import PortalForm, choices
from gateway.portal.users.forms import RightsForm, ScopeForm
from services.identity.contracts import SelfRegistration

ONLY_THIS = ""


class ApproveForm(RightsForm, ScopeForm):
    """`without_access` is shown after an approval with nothing selected was refused."""

    without_access = BooleanField("registrations.without_access")

    def answers(self) -> dict[str, Any]:
        return {"rights": self.rights.data or [], "without_access": bool(self.without_access.data)} | self.scope()


class RefuseForm(PortalForm):
    reason = TextAreaField("registrations.reason")


class AssignForm(PortalForm):
    customer_number = StringField("register.customer_number")


class GrantForm(PortalForm):
    """This machine only, or all machines of one of its groups."""

    group_id = RadioField("access.what", choices=[], validate_choice=False)

    def offer(self, groups: list[dict[str, str]]) -> None:
        self.group_id.choices = [(ONLY_THIS, ""), *((group["id"], group["name"]) for group in groups)]

    def answers(self) -> dict[str, Any]:
        return {"group_id": self.group_id.data or None}


class PolicyForm(PortalForm):
    """`domains` are separated by white space, commas or semicolons."""

    policy = RadioField("policy.title", choices=choices("policy", SelfRegistration))
    domains = TextAreaField("policy.domains")

    def answers(self) -> dict[str, Any]:
        typed = (self.domains.data or "").replace(",", " ").replace(";", " ").split()
        return {"policy": self.policy.data or "", "domains": typed}
