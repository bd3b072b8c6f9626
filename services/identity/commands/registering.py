"""Registration by visitors, and the customer's self-registration policy."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import record_audit
from services.identity.commands.links import send_notice, use_link
from services.identity.commands.registrations import wait_for_answer
from services.identity.contracts import AuditAction, LinkExpired, MailPurpose, SelfRegistration
from services.identity.contracts.languages import Language
from services.identity.model import Customer, Registration


def register(
    uow: UnitOfWork,
    caller: Caller,
    customer_number: str,
    email: str,
    name: str,
    telephone: str,
    language: Language,
    password_hash: str,
    **_: Any,
) -> None:
    """Send a confirmation link, or a notice to an address that belongs to staff or to a user of this customer."""
    customer = queries.customers.customer_of(uow, customer_number)
    person = queries.persons.person_of(uow, email)
    if person is not None and (person.is_staff or (customer and person.membership(customer.id))):
        send_notice(uow, MailPurpose.ADDRESS_IN_USE, email, person.language, person.name)
        return
    fields = {"customer_number": customer_number, "email": email, "name": name, "telephone": telephone}
    registration = uow.add(Registration.ask(uow.now, **fields, language=language, password_hash=password_hash))
    about = {"registration_id": str(registration.id), "customer_number": customer_number}
    send_notice(uow, MailPurpose.CONFIRM_REGISTRATION, email, language, name, **about)


def confirm_registration(uow: UnitOfWork, caller: Caller, token: str) -> Registration:
    """Confirm the address. An earlier open registration with the same number and address takes over the new data.
    Raises LinkExpired."""
    link = use_link(uow, token, MailPurpose.CONFIRM_REGISTRATION)
    registration = uow.get(Registration, UUID(link.about["registration_id"]))
    if registration is None:
        raise LinkExpired
    earlier = queries.registrations.open_registration(uow, registration.customer_number, registration.email)
    if earlier is not None:
        earlier.renew(registration)
        uow.remove(registration)
        return earlier
    customer = queries.customers.customer_of(uow, registration.customer_number)
    registration.confirm(customer if customer and customer.is_active else None, uow.now)
    wait_for_answer(uow, registration)
    return registration


def change_self_registration(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, policy: SelfRegistration, domains: Sequence[str]
) -> dict[str, Any]:
    """Raises NotFound, DomainsMissing."""
    customer = queries.users.administered(uow, caller, customer_id)
    before = queries.registrations.self_registration_of(customer)
    customer.take_registrations(policy, domains)
    after = queries.registrations.self_registration_of(customer)
    if before != after:
        _note_policy(uow, caller, customer, after)
    return after


def _note_policy(uow: UnitOfWork, caller: Caller, customer: Customer, after: dict[str, Any]) -> None:
    details = {"policy": str(after["policy"]), "domains": after["domains"]}
    record_audit(uow, caller, AuditAction.SELF_REGISTRATION_CHANGED, None, customer.id, **details)
