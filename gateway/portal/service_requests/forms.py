"""Forms of service requests."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField

from gateway.forms import PortalForm, choices
from services.servicedesk.contracts import Category, Urgency


class NoteForm(PortalForm):
    """A note added to a change of status."""

    note = TextAreaField("service.note")


class MessageForm(PortalForm):
    """A message to the dealer or the customer."""

    text = TextAreaField("message.text")


class FilingForm(PortalForm):
    """The fields of `FileServiceRequest`."""

    machine_id = HiddenField()
    category = RadioField("filing.category", choices=choices("category", Category))
    description = TextAreaField("filing.description")
    error_code = StringField("filing.error_code")
    urgency = RadioField("filing.urgency", choices=choices("urgency", Urgency))
    contact_name = StringField("filing.contact_name")
    telephone = StringField("filing.telephone")
    availability = StringField("filing.availability")
