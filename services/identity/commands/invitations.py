"""Inviting users. Nobody is a user before having said yes, and until then the customer learns nothing about him."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.service import Work
from services.identity import queries
from services.identity.commands.audit import name_of, note
from services.identity.commands.links import alive, send_another_link, use_link
from services.identity.commands.scopes import given
from services.identity.commands.users import show
from services.identity.contracts import AddressTaken, AlreadyUser, AuditAction, LinkDead, LinkPurpose, Right
from services.identity.contracts.languages import Language
from services.identity.model import Customer, Link, Membership, Person

INVITATIONS = (LinkPurpose.SET_PASSWORD, LinkPurpose.JOIN)
"""The link of an invitation sets the first password, or, where there is one, only says yes or no."""


def invite_user(
    work: Work,
    caller: Caller,
    customer_id: UUID | None,
    email: str,
    name: str,
    telephone: str,
    function: str,
    language: Language,
    rights: Sequence[Right],
    **scope: Any,
) -> dict[str, Any]:
    """Raises NotFound, UnknownGroup, AlreadyUser, and AddressTaken for the address of a member of staff."""
    customer = queries.administered(work, caller, customer_id)
    queries.expect_groups(work, customer.id, scope["group_ids"])
    person = queries.person_of(work, email)
    if person is None:
        person = work.keep(Person.of_email(email))
        person.describe(name, telephone, function, language)
    elif person.is_staff:
        raise AddressTaken
    elif person.membership(customer.id):
        raise AlreadyUser
    membership = person.join(customer.id)
    membership.invite(email, name, telephone, function)
    membership.allow(rights)
    show(membership, **scope)
    send_invitation(work, person, customer, name_of(work, caller) if caller.user_id else "")
    note(work, caller, AuditAction.USER_INVITED, person, customer.id, **given(work, membership))
    return queries.user_detail(work, person, membership)


def invite_again(work: Work, caller: Caller, person_id: UUID, customer_id: UUID | None) -> None:
    """Raises NotFound, also for somebody who has answered."""
    customer, person, membership = queries.user_of(work, caller, customer_id, person_id)
    if not membership.is_invited:
        raise NotFound
    send_invitation(work, person, customer, name_of(work, caller) if caller.user_id else "")


def answer_invitation(work: Work, caller: Caller, token: str, accept: bool) -> dict[str, Any]:
    """Of somebody who has an account. Raises LinkDead."""
    link = use_link(work, token, LinkPurpose.JOIN)
    person, membership = _invited(work, link)
    if accept:
        join(work, caller, link)
    else:
        note(work, caller, AuditAction.USER_DECLINED, person, membership.customer_id)
        person.memberships.remove(membership)
        work.remove(membership)
    return {"email": person.email, "customer_name": link.about["customer_name"]}


def join(work: Work, caller: Caller, link: Link) -> None:
    """Who was invited is a user from now on. Raises LinkDead."""
    person, membership = _invited(work, link)
    membership.accept(person.name)
    note(work, caller, AuditAction.USER_JOINED, person, membership.customer_id)


def ask_only_for_an_answer(work: Work, person: Person) -> None:
    """Somebody has a password by now: links of other invitations set none any more, and ask anew for yes or no."""
    for link in alive(work, person.id, LinkPurpose.SET_PASSWORD):
        link.end(work.now)
        membership = person.membership(UUID(link.about["customer_id"]))
        if membership and membership.is_invited:
            send_another_link(work, LinkPurpose.JOIN, person, **link.about)


def send_invitation(work: Work, person: Person, customer: Customer, invited_by: str = "") -> None:
    """The earlier link of the same invitation is void."""
    for link in alive(work, person.id, *INVITATIONS):
        if link.about["customer_id"] == str(customer.id):
            link.end(work.now)
    purpose = LinkPurpose.JOIN if person.password_hash else LinkPurpose.SET_PASSWORD
    about = {"customer_id": str(customer.id), "customer_name": customer.name, "invited_by": invited_by}
    send_another_link(work, purpose, person, **about)


def _invited(work: Work, link: Link) -> tuple[Person, Membership]:
    """Raises LinkDead where the invitation was taken back, or the user deactivated meanwhile."""
    person = work.get(Person, link.person_id)
    membership = person.membership(UUID(link.about["customer_id"])) if person else None
    if person is None or membership is None or not membership.is_invited:
        raise LinkDead
    return person, membership
