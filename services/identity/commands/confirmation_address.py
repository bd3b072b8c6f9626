"""Commands on the fixed confirmation address of a customer."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import id_of, record_audit
from services.identity.commands.links import send_notices, use_link
from services.identity.contracts import AuditAction, LinkExpired, MailPurpose
from services.identity.contracts.languages import Language
from services.identity.model import Customer, Link


def request_confirmation_address(uow: UnitOfWork, caller: Caller, email: str) -> dict[str, Any]:
    """Send a link to the new address. If that address is in effect already, only the pending link is ended. Raises
    NotFound."""
    customer = queries.users.administered(uow, caller, None, lock=True)
    _end_link(uow, customer)
    if email != customer.confirmation_email:
        link = uow.add(
            Link.prepare(
                MailPurpose.CONFIRM_CONFIRMATION_ADDRESS,
                uow.now,
                uow.zone,
                email=email,
                name="",
                language=Language(caller.language),
                customer_id=str(customer.id),
                customer_name=customer.name,
                by_id=id_of(caller),
            )
        )
        customer.await_confirmation(link.id)
    return queries.confirmation_address.shown(uow, customer)


def confirm_confirmation_address(uow: UnitOfWork, caller: Caller, token: str) -> dict[str, str]:
    """Raises LinkExpired, also if the customer does not exist any more."""
    link = use_link(uow, token, MailPurpose.CONFIRM_CONFIRMATION_ADDRESS)
    customer = uow.session.get(Customer, UUID(link.about["customer_id"]), with_for_update={"key_share": True})
    if customer is None:
        raise LinkExpired
    by_id = link.about.get("by_id")  # links of an earlier version have none
    _change(uow, caller, customer, link.email, link.language, UUID(by_id) if by_id else None)
    return {"email": link.email}


def remove_confirmation_address(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Raises NotFound."""
    customer = queries.users.administered(uow, caller, None, lock=True)
    _end_link(uow, customer)
    _change(uow, caller, customer, "", Language(caller.language), caller.user_id)
    return queries.confirmation_address.shown(uow, customer)


def _change(
    uow: UnitOfWork, caller: Caller, customer: Customer, email: str, language: Language, by_id: UUID | None
) -> None:
    """`by_id`: the administrator who asked for the change. The link may be opened by anybody."""
    before = customer.confirmation_email
    customer.confirm_to(email, language)
    if email != before:
        details: dict[str, Any] = {"old_email": before, "new_email": email}
        record_audit(
            uow, caller, AuditAction.CONFIRMATION_ADDRESS_CHANGED, None, customer.id, actor_id=by_id, **details
        )
    if before and email != before:
        notify_administrators(uow, customer, by_id)


def notify_administrators(uow: UnitOfWork, customer: Customer, except_id: UUID | None) -> None:
    """Tell the customer's administrators, except who did it, that the confirmation address was replaced or removed."""
    is_replaced = bool(customer.confirmation_email)
    persons = [one for one in queries.users.administrators_of(uow, customer.id) if one.id != except_id]
    removed, replaced = MailPurpose.CONFIRMATION_ADDRESS_REMOVED, MailPurpose.CONFIRMATION_ADDRESS_REPLACED
    send_notices(uow, replaced if is_replaced else removed, persons, customer_name=customer.name)


def _end_link(uow: UnitOfWork, customer: Customer) -> None:
    """End the link that waits for confirmation, if any."""
    if pending := queries.confirmation_address.pending_link(uow, customer):
        pending.end(uow.now)
