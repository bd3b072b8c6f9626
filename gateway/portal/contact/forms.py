"""The contact form."""

from wtforms import RadioField, SelectChoice, StringField, TextAreaField

from gateway.forms import PortalForm
from services.servicedesk.contracts import ContactSubject


class ContactForm(PortalForm):
    subject = RadioField(
        "contact.subject", choices=[SelectChoice(code, f"contact_subject.{code}") for code in ContactSubject]
    )
    name = StringField("account.name")
    telephone = StringField("account.telephone")
    text = TextAreaField("message.text")
