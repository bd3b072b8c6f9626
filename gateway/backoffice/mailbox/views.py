"""The demo's mailbox: mails that would be sent by SMTP otherwise. The blueprint is registered in the demo only."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from gateway.clients import query
from gateway.guards import open_to_all
from services.chassis.contract import NotFound
from services.notify.contracts import ListMailbox, ReadMailbox

mailbox = Blueprint("mailbox", __name__, url_prefix="/mailbox")

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content security policy of a mail's HTML: inline style, as mail programs require, but no script, image or form."""


@mailbox.get("")
@open_to_all
def mail_list() -> ResponseReturnValue:
    return render_template("mailbox/list.html", rows=query(ListMailbox).answer()["rows"])


@mailbox.get("/<uuid:message_id>")
@open_to_all
def mail(message_id: UUID) -> ResponseReturnValue:
    return render_template("mailbox/mail.html", mail=query(ReadMailbox, message_id=message_id).answer())


@mailbox.get("/<uuid:message_id>/attachments/<int:number>")
@open_to_all
def attachment(message_id: UUID, number: int) -> ResponseReturnValue:
    """An attachment by its position, from 0, as a download."""
    attachments = query(ReadMailbox, message_id=message_id).answer()["attachments"]
    if number >= len(attachments):
        raise NotFound
    return send_file(
        BytesIO(attachments[number]["content"].encode()),
        mimetype=attachments[number]["content_type"],
        as_attachment=True,
        download_name=attachments[number]["name"],
    )


@mailbox.get("/<uuid:message_id>/html")
@open_to_all
def mail_as_html(message_id: UUID) -> ResponseReturnValue:
    """The HTML part of a mail, in a sandbox."""
    html = query(ReadMailbox, message_id=message_id).answer()["html"]
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": SANDBOX})
