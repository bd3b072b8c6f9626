"""What decides whether staff may send a mail again, requested from the owner of what it is about."""

from typing import Any

from services.chassis.contract import Caller, NotFound
from services.chassis.runtime.prepare_context import PrepareContext
from services.notify import queries, visits
from services.notify.rendering import MailSource
from services.servicedesk.contracts import GetServiceRequest


def check(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Whether the mail is outdated. Raises NotFound."""
    with context.read() as uow:
        mail = MailSource.of(queries.mails.mail_of(uow, caller, request["mail_id"]))
    return {"outdated": is_outdated(context, mail)}


def is_outdated(context: PrepareContext, mail: MailSource) -> bool:
    """Whether the mail would say what is not true any more about a visit."""
    if not (visits.is_about_visit(mail.template) or mail.event_data.get("visit_called_off")):
        return False
    try:
        request = context.call(GetServiceRequest, reference_number=mail.event_data["reference_number"])
    except NotFound:
        return True
    return visits.is_outdated(mail.template, mail.event_data, request)
