"""Form of the dealer for contact messages."""

from wtforms import TextAreaField

from gateway.forms import PortalForm


class ReplyForm(PortalForm):
    """The reply of the member of staff who handles a message."""

    note = TextAreaField("contact.answer")
