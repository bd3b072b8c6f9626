"""Upserts of users and staff, with passwords, for imports and the command line. Changes are in the audit log."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.accounts import VOID_WITH_THE_PASSWORD
from services.identity.commands.invitations import replace_password_links
from services.identity.commands.links import end_links
from services.identity.commands.revocation import end_earlier_sessions
from services.identity.commands.scopes import replace_scope
from services.identity.commands.sessions import end_sessions
from services.identity.commands.staff import expect_staff_administrator, serve
from services.identity.commands.users import allow, expect_administrator
from services.identity.contracts import EmailOfUser, EmailTaken, Right, StaffRight, UnknownCustomer
from services.identity.contracts.languages import Language
from services.identity.model import Person


def upsert_user(
    uow: UnitOfWork,
    caller: Caller,
    customer_number: str,
    email: str,
    name: str,
    telephone: str,
    language: Language,
    password_hash: str,
    rights: Sequence[Right],
    all_machines: bool,
    group_ids: Sequence[UUID],
    **_: Any,
) -> Person:
    """Create a user of a customer, or update the one with this address. An existing password stays.

    Raises UnknownCustomer, UnknownGroup for a group of another customer, LastAdministrator, and EmailTaken for the
    address of a member of staff: `manage_customers` must not give access to staff accounts.
    """
    customer = queries.customers.customer_of(uow, customer_number)
    if customer is None:
        raise UnknownCustomer(customer_number=customer_number)
    uow.session.refresh(customer, with_for_update=True)
    administered = queries.users.has_administrator(uow, customer.id)
    queries.users.expect_groups(uow, customer.id, group_ids)
    person = queries.persons.person_of(uow, email) or uow.add(Person.of_email(email))
    if person.is_staff:
        raise EmailTaken
    person.describe(name, telephone, language=language)
    membership = person.membership(customer.id)
    if membership is None:
        membership = person.join(customer.id)
        end_earlier_sessions(uow, membership)
        membership.allow(rights)
        membership.set_scope(all_machines=all_machines, group_ids=group_ids)
    else:
        if membership.is_invited:
            end_earlier_sessions(uow, membership)
            membership.accept(person.name)
        allow(uow, caller, person, membership, rights)
        machine_ids = [UUID(machine) for machine in membership.machine_ids]
        replace_scope(uow, caller, person, membership, all_machines, group_ids, machine_ids)
    if not person.password_hash:
        person.set_password(password_hash)
        replace_password_links(uow, person)
    if administered:
        expect_administrator(uow, customer)
    return person


def upsert_staff(
    uow: UnitOfWork,
    caller: Caller,
    email: str,
    name: str,
    language: Language | None,
    password_hash: str,
    rights: Sequence[StaffRight],
    **_: Any,
) -> Person:
    """Create a member of staff, or replace rights and password; all sessions of the person end. Without `language`, an
    existing person keeps it. Raises LastStaffAdministrator, and EmailOfUser for the address of a customer's user."""
    staff = queries.staff.staff_one_after_another(uow)
    person = queries.persons.person_of(uow, email)
    if person is None:
        person, language = uow.add(Person.of_email(email)), language or Language.NL
    if person.memberships and not person.is_staff:  # staff have pending invitations at most
        raise EmailOfUser
    administered = person.administers_staff
    person.describe(name, "", language=language)
    person.set_password(password_hash)
    end_links(uow, person.id, *VOID_WITH_THE_PASSWORD)
    end_sessions(uow, person.id)
    if person.is_staff:
        serve(uow, caller, person, rights)
    else:
        person.serve_as_staff(rights)
    if administered:
        expect_staff_administrator(staff)
    return person
