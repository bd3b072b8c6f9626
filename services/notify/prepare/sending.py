"""Sending of the next due mail. Whatever goes wrong with one mail ends or postpones that mail alone."""

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from services.chassis import faultpoints, observability
from services.chassis.contract import (
    Caller,
    ContractError,
    DeadlinePassed,
    NotFound,
    OutcomeUnknown,
    ServiceUnavailable,
)
from services.chassis.faultpoints import FaultPoint
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import LinkExpired
from services.notify import queries, rendering
from services.notify.account_mails import ACCOUNT_REMOVED
from services.notify.contracts import MailProblem
from services.notify.mail_backends import Delivery, mail_backend
from services.notify.prepare.content import NotVisible, content_of
from services.notify.rendering import MailSource
from services.notify.texts import MissingText

NO_ADDRESS = "removed@account.example"
"""Recipient of the removal mail in the mail folder, which would keep the real address (RFC 2606)."""
log = observability.log()


def deliver(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Attempt to deliver the next due mail, unless the one of this job waits for a retry or is being sent. If the
    process dies afterwards, the mail is sent again with the same Message-ID."""
    with context.write("taking the next mail") as uow:
        next_mail = queries.mails.next_due_mail(uow) if queries.mails.is_due(uow, request["mail_id"]) else None
        if next_mail is None:
            return {"taken_id": None, "delivery": None}
        next_mail.take(uow.now)
        mail = MailSource.of(next_mail)
    return {"taken_id": mail.id, "delivery": _deliver(context, mail)}


def _deliver(context: PrepareContext, mail: MailSource) -> Delivery:
    message = _compose(context, mail)
    if isinstance(message, Delivery):
        return message
    try:
        delivery = context.run_in_thread(mail_backend(context.settings).deliver, mail.message_id, message)
    except ServiceUnavailable as error:  # all threads are in use
        return _unavailable(error)
    except OSError as error:
        return Delivery(accepted=False, problem=f"{type(error).__name__}: {error.strerror or ''}")
    except Exception as error:  # what the mail library refuses, it refuses every time
        return _cannot_be_written(mail, error)
    faultpoints.hit(FaultPoint.MAIL_ACCEPTED, mail.template)
    return delivery


def _compose(context: PrepareContext, mail: MailSource) -> EmailMessage | Delivery:
    """The mail, or why there is none."""
    try:
        recipient, details = content_of(context, mail, with_secret=True)
        if mail.template == ACCOUNT_REMOVED and not context.settings.smtp_url:
            recipient = replace(recipient, email=NO_ADDRESS)
        message = rendering.render(mail, details, recipient, context.settings, context.now)
        message.as_bytes(policy=rendering.POLICY.clone(utf8=True))  # refuses some invalid headers only here
    except NotFound:
        return Delivery(accepted=False, problem=MailProblem.NO_RECIPIENT, permanent=True)
    except NotVisible:  # tried once more, because the owner may not have received a change of scope yet
        tried_before = mail.problem == MailProblem.NO_RECIPIENT
        return Delivery(accepted=False, problem=MailProblem.NO_RECIPIENT, permanent=tried_before)
    except LinkExpired:
        return Delivery(accepted=False, problem=MailProblem.LINK_EXPIRED, permanent=True)
    except (ServiceUnavailable, OutcomeUnknown, DeadlinePassed) as error:
        return _unavailable(error)
    except ContractError as error:  # a defect: the owner of the details refuses the request
        log.warning("details of mail refused", template=mail.template, mail_id=str(mail.id), error=error.code)
        return Delivery(accepted=False, problem=f"{MailProblem.DETAILS_REFUSED} {error.code}")
    except Exception as error:
        return _cannot_be_written(mail, error)
    return message


def _unavailable(error: ContractError) -> Delivery:
    service: str = error.params.get("service", "")
    return Delivery(accepted=False, problem=f"{MailProblem.SERVICE_UNAVAILABLE} {service}".rstrip())


def _cannot_be_written(mail: MailSource, error: Exception) -> Delivery:
    """The reason names what is missing, but no content of the mail."""
    log.warning("mail cannot be written", template=mail.template, mail_id=str(mail.id), exc_info=error)
    detail = str(error) if isinstance(error, MissingText) else type(error).__name__
    return Delivery(accepted=False, problem=f"{MailProblem.CANNOT_BE_WRITTEN} {detail}", permanent=True)
