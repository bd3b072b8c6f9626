"""Limits messages of visitors by the e-mail address that their confirmation goes to, which may be somebody else's."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.contract.contact_details import mailbox_of
from services.chassis.persistence.rate_limits import HourlyLimit, subject_of
from services.chassis.runtime.prepare_context import PrepareContext

TO_EMAIL = HourlyLimit("visitor messages of an address", number=5)


def count_message(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Raises TooManyAttempts."""
    context.count_attempt([(TO_EMAIL, subject_of(TO_EMAIL, mailbox_of(request["email"])))])
    return {}
