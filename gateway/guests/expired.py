"""The page of a pass that opens nothing any more, or was used, with what was filled in."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from gateway.guests.forms import GuestForm

SENT = "sent"
"""Message of the pages that confirm what a guest sent."""


def expired_page(form: GuestForm) -> ResponseReturnValue:
    return render_template("guests/expired.html", form=form, step=request.path), form.status
