"""The contact form."""

from wtforms import RadioField, StringField, TextAreaField

from gateway.forms import PortalForm, choices
from services.servicedesk.contracts import ContactSubject


class ContactForm(PortalForm):
    subject = RadioField("contact.subject", choices=choices("contact_subject", ContactSubject))
    name = StringField("account.name")
    telephone = StringField("account.telephone")
    text = TextAreaField("message.text")
