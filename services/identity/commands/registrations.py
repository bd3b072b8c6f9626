"""Answering requests for an account: by the customer's administrators, or by staff where there is nobody else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import name_of, note
from services.identity.commands.invitations import ask_only_for_an_answer
from services.identity.commands.links import send_notice, tell
from services.identity.commands.scopes import given
from services.identity.commands.users import show
from services.identity.contracts import (
    AlreadyUser,
    AuditAction,
    EmailTaken,
    ExpireRegistration,
    LinkPurpose,
    NotAdmitted,
    RemindRegistration,
    Right,
    UnknownCustomer,
)
from services.identity.model import Customer, Person, Registration
from services.identity.model.registration import REMINDED_AFTER


def wait_for_answer(uow: UnitOfWork, registration: Registration) -> None:
    """Those who may answer are told, reminded after three days, and after thirty it is too late."""
    key, about = str(registration.id), {"registration_id": registration.id}
    uow.schedule(RemindRegistration, key, registration.asked_at + REMINDED_AFTER, **about)
    uow.schedule(ExpireRegistration, key, registration.expires_at, **about)
    _tell_handlers(uow, registration, LinkPurpose.REGISTRATION_ASKED)


def approve_registration(
    uow: UnitOfWork, caller: Caller, registration_id: UUID, rights: Sequence[Right], **scope: Any
) -> dict[str, Any]:
    """Raises NotFound, RegistrationAnswered, NotAdmitted, UnknownCustomer, UnknownGroup, AlreadyUser, EmailTaken."""
    registration = queries.registration_of(uow, caller, registration_id)
    registration.expect_open()
    customer = _customer_for(uow, registration)
    queries.expect_groups(uow, customer.id, scope["group_ids"])
    person = _account_of(uow, registration, customer)
    membership = person.join(customer.id)
    membership.allow(rights)
    show(membership, **scope)
    registration.approve(name_of(uow, caller), person.id, uow.now, staff=caller.is_staff)
    _stop_waiting(uow, registration)
    note(uow, caller, AuditAction.REGISTRATION_APPROVED, person, customer.id, **given(uow, membership))
    tell(uow, LinkPurpose.REGISTRATION_APPROVED, [person], customer_name=customer.name)
    uow.session.flush()
    return queries.user_detail(uow, person, membership)


def refuse_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID, reason: str) -> dict[str, Any]:
    """Raises NotFound, RegistrationAnswered."""
    registration = queries.registration_of(uow, caller, registration_id)
    registration.refuse(name_of(uow, caller), reason, uow.now, staff=caller.is_staff)
    _stop_waiting(uow, registration)
    refused = AuditAction.REGISTRATION_REFUSED
    note(uow, caller, refused, None, registration.customer_id, subject_name=registration.name)
    _tell_asker(uow, registration, LinkPurpose.REGISTRATION_REFUSED, reason=reason)
    return queries.registration_detail(uow, registration)


def assign_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID, customer_number: str) -> dict[str, Any]:
    """Raises NotFound (also for one whose customer is known), RegistrationAnswered, UnknownCustomer."""
    registration = queries.registration_of(uow, caller, registration_id, unknown_only=True)
    registration.expect_open()
    customer = queries.customer_of(uow, customer_number)
    if customer is None or not customer.is_active:
        raise UnknownCustomer(customer_number=customer_number)
    registration.belong_to(customer)
    assigned = AuditAction.REGISTRATION_ASSIGNED
    note(uow, caller, assigned, None, customer.id, subject_name=registration.name)
    uow.session.flush()
    _tell_handlers(uow, registration, LinkPurpose.REGISTRATION_ASKED)
    return queries.registration_detail(uow, registration)


def remind_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID) -> None:
    registration = uow.get(Registration, registration_id)
    if registration is not None and registration.is_open:
        _tell_handlers(uow, registration, LinkPurpose.REGISTRATION_REMINDED)


def expire_registration(uow: UnitOfWork, caller: Caller, registration_id: UUID) -> None:
    registration = uow.get(Registration, registration_id)
    if registration is not None and registration.is_open:
        registration.expire(uow.now)
        _tell_asker(uow, registration, LinkPurpose.REGISTRATION_EXPIRED)


def _customer_for(uow: UnitOfWork, registration: Registration) -> Customer:
    """Raises UnknownCustomer where the number is nobody's (any more), NotAdmitted where the customer takes nobody."""
    customer = uow.get(Customer, registration.customer_id) if registration.customer_id else None
    if customer is None or not customer.is_active:
        raise UnknownCustomer(customer_number=registration.customer_number)
    if not registration.admitted:
        raise NotAdmitted
    return customer


def _account_of(uow: UnitOfWork, registration: Registration, customer: Customer) -> Person:
    """The account of who asked, with the password that was chosen then unless there is one already.

    Raises AlreadyUser, EmailTaken: the person said yes to an invitation meanwhile, or became one of staff.
    """
    person = queries.person_of(uow, registration.email)
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
        ask_only_for_an_answer(uow, person)
    return person


def _stop_waiting(uow: UnitOfWork, registration: Registration) -> None:
    for command in (RemindRegistration, ExpireRegistration):
        uow.cancel(command, str(registration.id))


def _tell_handlers(uow: UnitOfWork, registration: Registration, purpose: LinkPurpose) -> None:
    about = {
        "registration_id": str(registration.id),
        "asker_name": registration.name,
        "asker_email": registration.email,
        "customer_number": registration.customer_number,
    }
    tell(uow, purpose, queries.handlers_of(uow, registration), **about)


def _tell_asker(uow: UnitOfWork, registration: Registration, purpose: LinkPurpose, **about: Any) -> None:
    about["customer_number"] = registration.customer_number
    send_notice(uow, purpose, registration.email, registration.language, registration.name, **about)
