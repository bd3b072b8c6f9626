"""The list and the pages of mails, for staff: mails with the names and addresses that identity has for them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from services.chassis import observability
from services.chassis.contract import Caller, ContractError, Kind, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.contract.paging import MAX_ROWS
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import ListMailRecipients
from services.notify import queries, rendering
from services.notify.contracts import MailStatus, ResendMail
from services.notify.mails import BY_TEMPLATE, CONTACT_INBOX, has_one_time_link
from services.notify.model import Mail
from services.notify.prepare.content import NotVisible, content_of
from services.notify.prepare.resending import is_outdated
from services.notify.rendering import MailSource

log = observability.log()
RESENDS = ResendMail.allowed[Kind.STAFF]


def list_mails(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """A page of the list. Without an answer of identity, names and addresses are empty, and a search is refused."""
    text, recipient_ids = request["text"], list[UUID]()
    if text:
        found = context.call(ListMailRecipients, ids=[], text=text)["rows"]
        recipient_ids = [UUID(row["id"]) for row in found]
    with context.read() as uow:
        mails, page = queries.mails.list_mails(uow, caller, recipient_ids=recipient_ids, **request)
    known = _recipients(context, {mail.recipient_id for mail in mails})
    return {"found": {"rows": [_row(context, caller, mail, known) for mail in mails], "page": page}}


def export_mails(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """The first page of `list_mails`, with as many mails as a page may have."""
    return list_mails(context, caller, request | {"after": "", "before": "", "limit": MAX_ROWS})


def get_mail(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """A mail as it is or would be written now, in its recipient's language, without the secret of a one-time link.
    Raises NotFound."""
    with context.read() as uow:
        mail = queries.mails.mail_of(uow, caller, request["mail_id"])
        source = MailSource.of(mail)
    known = _recipients(context, {mail.recipient_id})
    has_link = has_one_time_link(mail.template)
    outdated = is_outdated(context, source)
    may_resend = not has_link and not outdated and mail.status is not MailStatus.QUEUED and caller.has_right(RESENDS)
    row = _row(context, caller, mail, known)
    preview = _preview(context, source)
    further = {"has_one_time_link": has_link, "outdated": outdated, "may_resend": may_resend}
    return {"found": Extended(row, **preview, **further)}


def _preview(context: PrepareContext, mail: MailSource) -> dict[str, Any]:
    """The mail's text part and its language, both empty if it cannot be written (any more), and `link_ended`."""
    nothing = {"text": "", "language": "", "link_ended": False}
    try:
        recipient, details = content_of(context, mail, with_secret=False)
        text = rendering.text_of(mail.template, details, recipient, context.settings)
        return {"text": text, "language": recipient.language, "link_ended": details.get("ended", False)}
    except (NotFound, NotVisible):
        return nothing
    except ContractError:
        raise
    except Exception as error:  # such as the details of an event of an earlier version
        log.warning("mail cannot be shown", template=mail.template, mail_id=str(mail.id), exc_info=error)
        return nothing


def _recipients(context: PrepareContext, ids: Collection[UUID]) -> dict[str, dict[str, Any]]:
    """Names and addresses by id; empty if identity does not answer."""
    if not ids:
        return {}
    try:
        return {row["id"]: row for row in context.call(ListMailRecipients, ids=sorted(ids), text="")["rows"]}
    except ContractError:
        return {}


def _row(context: PrepareContext, caller: Caller, mail: Mail, known: dict[str, dict[str, Any]]) -> Extended:
    recipient = known.get(str(mail.recipient_id), {"name": "", "email": ""})
    if mail.template == CONTACT_INBOX:
        recipient = {"name": "", "email": context.settings.brand_email}
    rule = BY_TEMPLATE.get(mail.template)
    return Extended(
        mail,
        subject=rendering.subject_of(mail.template, mail.event_data, caller.language),
        service=rule.event.service if rule else "",
        recipient_name=recipient["name"],
        recipient_email=recipient["email"],
    )
