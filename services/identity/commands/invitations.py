"""Invitations of users. Until the person accepts, the customer sees only what was entered in the invitation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import id_of, name_of, record_audit
from services.identity.commands.links import open_links, send_another_link, send_notices, use_link
from services.identity.commands.revocation import end_earlier_sessions
from services.identity.commands.scopes import expect_access, granted_scope
from services.identity.contracts import INVITATION_LINKS, AlreadyUser, AuditAction, LinkExpired, MailPurpose, Right
from services.identity.contracts.languages import Language
from services.identity.model import Customer, Link, Membership, Person


def invite_user(
    uow: UnitOfWork,
    caller: Caller,
    customer_id: UUID | None,
    email: str,
    name: str,
    telephone: str,
    function: str,
    language: Language,
    rights: Sequence[Right],
    without_access: bool,
    **scope: Any,
) -> Extended:
    """Raises NotFound, UnknownGroup, AlreadyUser, NothingGranted. The answer is the same for every address: whether it
    belongs to a person with an account, to a member of staff or to nobody, only its reader learns."""
    customer = queries.users.administered(uow, caller, customer_id)
    expect_access(scope, without_access=without_access)
    queries.users.expect_groups(uow, customer.id, scope["group_ids"])
    person = queries.persons.person_of(uow, email)
    if person is None:
        person = uow.add(Person.of_email(email))
        person.describe(name, telephone, function, language)
    elif person.membership(customer.id):
        raise AlreadyUser
    membership = person.join(customer.id)
    membership.invite(email, name, telephone, function, language)
    membership.allow(rights)
    membership.set_scope(**scope)
    send_invitation(uow, person, customer, name_of(uow, caller) if caller.user_id else "", id_of(caller))
    record_audit(uow, caller, AuditAction.USER_INVITED, person, customer.id, **granted_scope(uow, membership))
    return queries.users.user_detail(uow, person, membership)


def resend_invitation(uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None) -> None:
    """Raises NotFound, also when the invitation was answered."""
    customer, person, membership = queries.users.user_of(uow, caller, customer_id, person_id)
    if not membership.is_invited:
        raise NotFound
    send_invitation(uow, person, customer, name_of(uow, caller) if caller.user_id else "", id_of(caller))


def answer_invitation(uow: UnitOfWork, caller: Caller, token: str, accept: bool) -> dict[str, Any]:
    """Accept or decline, for a person with an account. Raises LinkExpired."""
    link = use_link(uow, token, MailPurpose.JOIN)
    person, membership = _invited(uow, link)
    if accept:
        join(uow, caller, link)
    else:
        record_audit(uow, caller, AuditAction.USER_DECLINED, person, membership.customer_id)
        person.memberships.remove(membership)
        uow.remove(membership)
    return {"email": person.email, "customer_name": link.about["customer_name"]}


def join(uow: UnitOfWork, caller: Caller, link: Link) -> None:
    """Accept the invitation. Raises LinkExpired."""
    person, membership = _invited(uow, link)
    end_earlier_sessions(uow, membership)
    membership.accept(person.name)
    record_audit(uow, caller, AuditAction.USER_JOINED, person, membership.customer_id)


def replace_password_links(uow: UnitOfWork, person: Person) -> None:
    """Replace the person's pending SET_PASSWORD links by JOIN links, as the person has a password now."""
    for link in open_links(uow, person.id, MailPurpose.SET_PASSWORD):
        link.end(uow.now)
        membership = person.membership(UUID(link.about["customer_id"]))
        if membership and membership.is_invited:
            send_another_link(uow, MailPurpose.JOIN, person, **link.about)


def send_invitation(uow: UnitOfWork, person: Person, customer: Customer, invited_by: str = "", by_id: str = "") -> None:
    """Send an invitation link; the earlier link of this invitation expires. A member of staff cannot become a user and
    gets a notice instead."""
    if person.is_staff:
        send_notices(uow, MailPurpose.ADDRESS_IN_USE, [person])
        return
    for link in open_links(uow, person.id, *INVITATION_LINKS):
        if link.about["customer_id"] == str(customer.id):
            link.end(uow.now)
    purpose = MailPurpose.JOIN if person.password_hash else MailPurpose.SET_PASSWORD
    about = {"customer_id": str(customer.id), "customer_name": customer.name, "invited_by": invited_by, "by_id": by_id}
    send_another_link(uow, purpose, person, **about)


def _invited(uow: UnitOfWork, link: Link) -> tuple[Person, Membership]:
    """Raises LinkExpired when the invitation was withdrawn, the user deactivated or the person has become staff."""
    person = uow.get(Person, link.person_id)
    membership = person.membership(UUID(link.about["customer_id"])) if person else None
    if person is None or person.is_staff or membership is None or not membership.is_invited:
        raise LinkExpired
    return person, membership
