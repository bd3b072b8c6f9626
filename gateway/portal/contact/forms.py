"""The contact form."""

from wtforms import RadioField, SelectChoice, StringField, TextAreaField

from gateway.clients.contact import SUBJECTS
from gateway.forms import PortalForm


class ContactForm(PortalForm):
    subject = RadioField(
        "contact.subject", choices=[SelectChoice(code, f"contact_subject.{code}") for code in SUBJECTS]
    )
    name = StringField("account.name")
    telephone = StringField("account.telephone")
    text = TextAreaField("message.text")
