"""What identity does before a transaction: tries are counted, passwords hashed and checked in a real thread."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis import observability
from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.runtime import owner
from services.chassis.runtime.prepare_context import PrepareContext
from services.fleet.contracts import IdentifyMachine, MachineNotFound
from services.identity import queries
from services.identity.commands.login_attempts import count
from services.identity.contracts import PASSWORD_LINKS
from services.identity.model import Person
from services.identity.model.login_attempts import ACCOUNT, ACCOUNT_FROM_HERE, ADDRESS, ASKS, LINKS, LINKS_FROM_HERE
from services.identity.model.passwords import check_password, check_strength, hash_password

Request = dict[str, Any]


def hash_new_password(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Of somebody who is recorded, with the groups that a user sees. Raises WeakPassword."""
    learn_groups(context, caller, request)
    return _hashed(context, request["password"], request["email"], request["name"])


def count_and_check(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Whose password it is; `person_id` is None when address and password do not belong together.

    `counted` are the subjects of this try, for when it turns out to be none. Raises TooManyAttempts.
    """
    email, here = request["email"].strip().lower(), request["client_address"]
    with context.read() as uow:
        found = uow.session.execute(select(Person.id, Person.password_hash).where(Person.email == email)).one_or_none()
        known_here = found is not None and queries.was_here(uow, found.id, here)
    if found:
        observability.tell(person=found.id)
    counted = [(ACCOUNT_FROM_HERE, ACCOUNT_FROM_HERE.subject(email, here)), (ADDRESS, ADDRESS.subject(here))]
    if not known_here:
        counted.append((ACCOUNT, ACCOUNT.subject(email)))
    count(context, counted)
    right, new_hash = context.compute(check_password, request["password"], found.password_hash if found else None)
    subjects = {subject: limit is not ADDRESS for limit, subject in counted}
    return _lengths(context) | {
        "person_id": found.id if found and right else None,
        "new_hash": new_hash,
        "counted": subjects,
    }


def learn_groups(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """A group that fleet made a moment ago is known here, whether its event has come or not."""
    named = [request.get("group_id"), *(request.get("group_ids") or ())]
    owner.fetch_missing(context, "group_state_changed", [group_id for group_id in named if group_id])
    return {}


def tell_idle(context: PrepareContext, caller: Caller, request: Request) -> Request:
    return {"idle": _lengths(context)["idle"]}


def check_own_password(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Whether it is the caller's. Raises TooManyAttempts: whoever finds an open session cannot guess either."""
    with context.read() as uow:
        known = queries.own(uow, caller).password_hash
    counted = [(ACCOUNT_FROM_HERE, ACCOUNT_FROM_HERE.subject(caller.person_id))]
    count(context, counted)
    given = request.get("current_password") or request["password"]
    right, _ = context.compute(check_password, given, known)
    return {"right": right, "counted": {subject: True for _, subject in counted}}


def check_and_count_link(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The own password, before a mail goes to an address. Raises TooManyAttempts, also where it was sent many."""
    checked = check_own_password(context, caller, request)
    if checked["right"]:
        count(context, [(LINKS, LINKS.subject(request["email"]))])
    return checked


def count_invitation(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises NotFound, and TooManyAttempts where the user was sent many links."""
    with context.read() as uow:
        _, person, _ = queries.user_of(uow, caller, request["customer_id"], request["person_id"])
        email = person.email
    count(context, [(LINKS, LINKS.subject(email))])
    return {}


def count_staff_invitation(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises NotFound, and TooManyAttempts where the member of staff was sent many links."""
    with context.read() as uow:
        email = queries.member_of_staff(uow, request["person_id"]).email
    count(context, [(LINKS, LINKS.subject(email))])
    return {}


def check_and_hash(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Both the old and the new password. Raises WeakPassword, TooManyAttempts."""
    with context.read() as uow:
        person = queries.own(uow, caller)
        known_words = (person.email, person.name, *(one.name for one in queries.customers_of(uow, person)))
    hashed = _hashed(context, request["password"], *known_words)
    return check_own_password(context, caller, request) | hashed


def hash_linked_password(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises LinkExpired before anything is computed, and WeakPassword."""
    with context.read() as uow:
        link = queries.link_of(uow, request["token"], *PASSWORD_LINKS)
        person = uow.get(Person, link.person_id)
        customers = queries.customers_of(uow, person) if person else []
        known_words = (link.email, link.name, *(one.name for one in customers))
    return _hashed(context, request["password"], *known_words)


def count_and_hash(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Of who asks for an account. Raises WeakPassword, and TooManyAttempts as a link does: before anything is computed
    where much is asked from one place.

    The customer's name is not looked at: the answer would tell whether there is one of this number.
    """
    known_words = request["email"], request["name"], request["customer_number"], context.settings.brand_name
    count(context, [(LINKS_FROM_HERE, LINKS_FROM_HERE.subject(request["client_address"]))])
    context.compute(check_strength, request["password"], *known_words)
    count(context, [(LINKS, LINKS.subject(request["email"]))])
    return {"password_hash": context.compute(hash_password, request["password"])}


def count_link(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises TooManyAttempts where an address was sent many links, or much is asked from one place."""
    email, here = request["email"], request["client_address"]
    count(context, [(LINKS, LINKS.subject(email)), (LINKS_FROM_HERE, LINKS_FROM_HERE.subject(here))])
    return {}


def identify_wanted(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The machine of the caller's customer that has this number, asked of fleet. Raises NotFound, TooManyAttempts."""
    if caller.customer_id is None:
        raise NotAllowed
    count(context, [(ASKS, ASKS.subject(caller.person_id))])
    return {"machine": _identified(context, caller.customer_id, number=request["number"])}


def identify_asked(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The groups in which the machine of a request is now. Raises NotFound, also where it has left the customer."""
    with context.read() as uow:
        asked = queries.access_request_of(uow, caller, request["request_id"])
        customer_id, machine_id = asked.customer_id, asked.machine_id
    learn_groups(context, caller, request)
    return {"groups": _identified(context, customer_id, machine_id=machine_id)["group_ids"]}


def _identified(context: PrepareContext, customer_id: UUID, **which: Any) -> dict[str, Any]:
    try:
        answer = context.call(IdentifyMachine, customer_id=customer_id, **which)
    except MachineNotFound:
        raise NotFound from None
    return dict(IdentifyMachine.response.load(answer))


def _hashed(context: PrepareContext, password: str, *known_words: str) -> Request:
    context.compute(check_strength, password, *known_words, context.settings.brand_name)
    return {"password_hash": context.compute(hash_password, password)}


def _lengths(context: PrepareContext) -> Request:
    settings = context.settings
    return {
        "idle": dt.timedelta(minutes=settings.session_idle_minutes),
        "lasts": dt.timedelta(hours=settings.session_hours),
    }
