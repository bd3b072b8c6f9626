"""Answering registrations: by the customer's administrators, or by staff when none of them can."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.clock_times import add_period
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import answerer, id_of, record_audit
from services.identity.commands.invitations import replace_password_links
from services.identity.commands.links import send_notice, send_notices
from services.identity.commands.revocation import end_earlier_sessions
from services.identity.commands.scopes import expect_access, granted_scope
from services.identity.contracts import (
    AlreadyUser,
    AuditAction,
    EmailTaken,
    ExpireRegistration,
    MailPurpose,
    NotAdmitted,
    RemindRegistration,
    Right,
    UnknownCustomer,
)
from services.identity.model import Customer, Person, Registration
from services.identity.model.registration import REMINDED_AFTER


def wait_for_answer(uow: UnitOfWork, registration: Registration) -> None:
    """Notify those who may answer; schedule the reminder after 3 days and the expiry after 30."""
    key, about = str(registration.id), {"registration_id": registration.id}
    uow.schedule(RemindRegistration, key, add_period(registration.requested_at, REMINDED_AFTER, uow.zone), **about)
    uow.schedule(ExpireRegistration, key, registration.expires_at(uow.zone), **about)
    _notify_handlers(uow, registration, MailPurpose.REGISTRATION_REQUESTED)


def approve_registration(
    uow: UnitOfWork,
    caller: Caller,
    registration_id: UUID,
    rights: Sequence[Right],
    without_access: bool,
    **scope: Any,
) -> Extended:
    """Raises NotFound, RegistrationAnswered, NotAdmitted, UnknownCustomer, UnknownGroup, AlreadyUser, EmailTaken,
    NothingGranted."""
    registration = queries.registrations.registration_of(uow, caller, registration_id)
    registration.expect_open()
    customer = _customer_for(uow, registration)
    expect_access(scope, without_access=without_access)
    queries.users.expect_groups(uow, customer.id, scope["group_ids"])
    person = _account_of(uow, registration, customer)
    membership = person.join(customer.id)
    end_earlier_sessions(uow, membership)
    membership.allow(rights)
    membership.set_scope(**scope)
    registration.approve(answerer(uow, caller), person.id, uow.now, staff=caller.is_staff)
    cancel_jobs(uow, registration)
    record_audit(uow, caller, AuditAction.REGISTRATION_APPROVED, person, customer.id, **granted_scope(uow, membership))
    send_notices(uow, MailPurpose.REGISTRATION_APPROVED, [person], customer_name=customer.name)
    uow.session.flush()
    return queries.users.user_detail(uow, person, membership)


def refuse_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID, reason: str) -> dict[str, Any]:
    """Raises NotFound, RegistrationAnswered."""
    registration = queries.registrations.registration_of(uow, caller, registration_id)
    registration.refuse(answerer(uow, caller), reason, uow.now, staff=caller.is_staff)
    cancel_jobs(uow, registration)
    action = AuditAction.REGISTRATION_REFUSED
    subject: dict[str, Any] = {"subject_name": registration.name, "subject_id": registration.id}
    record_audit(uow, caller, action, None, registration.customer_id, **subject)
    about = {"reason": reason, "by_id": id_of(caller)}
    _notify_requester(uow, registration, MailPurpose.REGISTRATION_REFUSED, **about)
    return queries.registrations.registration_detail(uow, registration)


def assign_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID, customer_number: str) -> dict[str, Any]:
    """Raises NotFound (also when the registration has a customer), RegistrationAnswered, UnknownCustomer."""
    registration = queries.registrations.registration_of(uow, caller, registration_id, unknown_only=True)
    registration.expect_open()
    customer = queries.customers.customer_of(uow, customer_number)
    if customer is None or not customer.is_active:
        raise UnknownCustomer(customer_number=customer_number)
    registration.belong_to(customer)
    action = AuditAction.REGISTRATION_ASSIGNED
    record_audit(uow, caller, action, None, customer.id, subject_name=registration.name, subject_id=registration.id)
    uow.session.flush()
    _notify_handlers(uow, registration, MailPurpose.REGISTRATION_REQUESTED)
    return queries.registrations.registration_detail(uow, registration)


def remind_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID) -> None:
    registration = uow.get(Registration, registration_id)
    if registration is not None and registration.is_open:
        _notify_handlers(uow, registration, MailPurpose.REGISTRATION_REMINDED)


def expire_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID) -> None:
    registration = uow.get(Registration, registration_id)
    if registration is not None and registration.is_open:
        registration.expire(uow.now)
        _notify_requester(uow, registration, MailPurpose.REGISTRATION_EXPIRED)


def _customer_for(uow: UnitOfWork, registration: Registration) -> Customer:
    """Raises UnknownCustomer when no active customer has the number, NotAdmitted when it does not accept the
    address."""
    customer = uow.get(Customer, registration.customer_id) if registration.customer_id else None
    if customer is None or not customer.is_active:
        raise UnknownCustomer(customer_number=registration.customer_number)
    if not registration.admitted:
        raise NotAdmitted
    return customer


def _account_of(uow: UnitOfWork, registration: Registration, customer: Customer) -> Person:
    """The person with this address, created when missing; gets the chosen password unless it has one.

    Raises AlreadyUser, EmailTaken when the person has become a user of the customer or staff since.
    """
    person = queries.persons.person_of(uow, registration.email)
    if person is None:
        person = uow.add(Person.of_email(registration.email))
        person.describe(registration.name, registration.telephone, "", registration.language)
    elif person.is_staff:
        raise EmailTaken
    elif membership := person.membership(customer.id):
        if not membership.is_invited:
            raise AlreadyUser
        membership.accept(person.name)
    if not person.password_hash:
        person.set_password(registration.password_hash)
        replace_password_links(uow, person)
    return person


def cancel_jobs(uow: UnitOfWork, registration: Registration) -> None:
    for command in (RemindRegistration, ExpireRegistration):
        uow.cancel(command, str(registration.id))


def _notify_handlers(uow: UnitOfWork, registration: Registration, purpose: MailPurpose) -> None:
    about = {
        "registration_id": str(registration.id),
        "requester_name": registration.name,
        "requester_email": registration.email,
        "customer_number": registration.customer_number,
    }
    send_notices(uow, purpose, queries.registrations.handlers_of(uow, registration), **about)


def _notify_requester(uow: UnitOfWork, registration: Registration, purpose: MailPurpose, **about: Any) -> None:
    about["customer_number"] = registration.customer_number
    send_notice(uow, purpose, registration.email, registration.language, registration.name, **about)
