"""Forms of service requests."""

from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField

from gateway.clients.servicedesk import CATEGORIES, URGENCIES
from gateway.forms import PortalForm


class NoteForm(PortalForm):
    """A note added to a change of status."""

    note = TextAreaField("service.note")


class MessageForm(PortalForm):
    """A message to the dealer or the customer."""

    text = TextAreaField("message.text")


class FilingForm(PortalForm):
    """The fields of `FileServiceRequest`."""

    machine_id = HiddenField()
    category = RadioField("filing.category", choices=[SelectChoice(code, f"category.{code}") for code in CATEGORIES])
    description = TextAreaField("filing.description")
    error_code = StringField("filing.error_code")
    urgency = RadioField("filing.urgency", choices=[SelectChoice(code, f"urgency.{code}") for code in URGENCIES])
    contact_name = StringField("filing.contact_name")
    telephone = StringField("filing.telephone")
    availability = StringField("filing.availability")
