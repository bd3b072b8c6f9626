"""What identity does before a transaction: tries are counted, passwords hashed and checked in a real thread."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis import observe
from services.chassis.contract import Caller, NotAllowed, NotFound
from services.chassis.service import owner
from services.chassis.service.outside import Outside
from services.fleet.contracts import IdentifyMachine, MachineNotFound
from services.identity import queries
from services.identity.commands.tries import count
from services.identity.contracts import PASSWORD_LINKS
from services.identity.model import Person
from services.identity.model.passwords import check_password, check_strength, hash_password
from services.identity.model.tries import ACCOUNT, ACCOUNT_FROM_HERE, ADDRESS, ASKS, LINKS, LINKS_FROM_HERE

Request = dict[str, Any]


def hash_new_password(outside: Outside, caller: Caller, request: Request) -> Request:
    """Of somebody who is recorded, with the groups that a user sees. Raises WeakPassword."""
    learn_groups(outside, caller, request)
    return _hashed(outside, request["password"], request["email"], request["name"])


def count_and_check(outside: Outside, caller: Caller, request: Request) -> Request:
    """Whose password it is; `person_id` is None when address and password do not belong together.

    `counted` are the subjects of this try, for when it turns out to be none. Raises TooManyTries.
    """
    email, here = request["email"].strip().lower(), request["client_address"]
    with outside.read() as work:
        found = work.session.execute(select(Person.id, Person.password_hash).where(Person.email == email)).one_or_none()
        known_here = found is not None and queries.was_here(work, found.id, here)
    if found:
        observe.tell(person=found.id)
    counted = [(ACCOUNT_FROM_HERE, ACCOUNT_FROM_HERE.subject(email, here)), (ADDRESS, ADDRESS.subject(here))]
    if not known_here:
        counted.append((ACCOUNT, ACCOUNT.subject(email)))
    count(outside, counted)
    right, new_hash = outside.compute(check_password, request["password"], found.password_hash if found else None)
    subjects = {subject: limit is not ADDRESS for limit, subject in counted}
    return _lengths(outside) | {
        "person_id": found.id if found and right else None,
        "new_hash": new_hash,
        "counted": subjects,
    }


def learn_groups(outside: Outside, caller: Caller, request: Request) -> Request:
    """A group that fleet made a moment ago is known here, whether its event has come or not."""
    named = [request.get("group_id"), *(request.get("group_ids") or ())]
    owner.learn(outside, "group_recorded", [group_id for group_id in named if group_id])
    return {}


def tell_idle(outside: Outside, caller: Caller, request: Request) -> Request:
    return {"idle": _lengths(outside)["idle"]}


def check_own_password(outside: Outside, caller: Caller, request: Request) -> Request:
    """Whether it is the caller's. Raises TooManyTries: whoever finds an open session cannot guess either."""
    with outside.read() as work:
        known = queries.own(work, caller).password_hash
    counted = [(ACCOUNT_FROM_HERE, ACCOUNT_FROM_HERE.subject(caller.person_id))]
    count(outside, counted)
    given = request.get("current_password") or request["password"]
    right, _ = outside.compute(check_password, given, known)
    return {"right": right, "counted": {subject: True for _, subject in counted}}


def check_and_count_link(outside: Outside, caller: Caller, request: Request) -> Request:
    """The own password, before a mail goes to an address. Raises TooManyTries, also where it was sent many."""
    checked = check_own_password(outside, caller, request)
    if checked["right"]:
        count(outside, [(LINKS, LINKS.subject(request["email"]))])
    return checked


def count_invitation(outside: Outside, caller: Caller, request: Request) -> Request:
    """Raises NotFound, and TooManyTries where the user was sent many links."""
    with outside.read() as work:
        _, person, _ = queries.user_of(work, caller, request["customer_id"], request["person_id"])
        email = person.email
    count(outside, [(LINKS, LINKS.subject(email))])
    return {}


def count_staff_invitation(outside: Outside, caller: Caller, request: Request) -> Request:
    """Raises NotFound, and TooManyTries where the member of staff was sent many links."""
    with outside.read() as work:
        email = queries.member_of_staff(work, request["person_id"]).email
    count(outside, [(LINKS, LINKS.subject(email))])
    return {}


def check_and_hash(outside: Outside, caller: Caller, request: Request) -> Request:
    """Both the old and the new password. Raises WeakPassword, TooManyTries."""
    with outside.read() as work:
        person = queries.own(work, caller)
        known_words = (person.email, person.name, *(one.name for one in queries.customers_of(work, person)))
    hashed = _hashed(outside, request["password"], *known_words)
    return check_own_password(outside, caller, request) | hashed


def hash_linked_password(outside: Outside, caller: Caller, request: Request) -> Request:
    """Raises LinkDead before anything is computed, and WeakPassword."""
    with outside.read() as work:
        link = queries.link_of(work, request["token"], *PASSWORD_LINKS)
        person = work.get(Person, link.person_id)
        customers = queries.customers_of(work, person) if person else []
        known_words = (link.email, link.name, *(one.name for one in customers))
    return _hashed(outside, request["password"], *known_words)


def count_and_hash(outside: Outside, caller: Caller, request: Request) -> Request:
    """Of who asks for an account. Raises WeakPassword, and TooManyTries as a link does: before anything is computed
    where much is asked from one place.

    The customer's name is not looked at: the answer would tell whether there is one of this number.
    """
    known_words = request["email"], request["name"], request["customer_number"], outside.settings.brand_name
    count(outside, [(LINKS_FROM_HERE, LINKS_FROM_HERE.subject(request["client_address"]))])
    outside.compute(check_strength, request["password"], *known_words)
    count(outside, [(LINKS, LINKS.subject(request["email"]))])
    return {"password_hash": outside.compute(hash_password, request["password"])}


def count_link(outside: Outside, caller: Caller, request: Request) -> Request:
    """Raises TooManyTries where an address was sent many links, or much is asked from one place."""
    email, here = request["email"], request["client_address"]
    count(outside, [(LINKS, LINKS.subject(email)), (LINKS_FROM_HERE, LINKS_FROM_HERE.subject(here))])
    return {}


def identify_wanted(outside: Outside, caller: Caller, request: Request) -> Request:
    """The machine of the caller's customer that has this number, asked of fleet. Raises NotFound, TooManyTries."""
    if caller.customer_id is None:
        raise NotAllowed
    count(outside, [(ASKS, ASKS.subject(caller.person_id))])
    return {"machine": _identified(outside, caller.customer_id, number=request["number"])}


def identify_asked(outside: Outside, caller: Caller, request: Request) -> Request:
    """The groups in which the machine of a request is now. Raises NotFound, also where it has left the customer."""
    with outside.read() as work:
        asked = queries.access_request_of(work, caller, request["request_id"])
        customer_id, machine_id = asked.customer_id, asked.machine_id
    learn_groups(outside, caller, request)
    return {"groups": _identified(outside, customer_id, machine_id=machine_id)["group_ids"]}


def _identified(outside: Outside, customer_id: UUID, **which: Any) -> dict[str, Any]:
    try:
        answer = outside.call(IdentifyMachine, customer_id=customer_id, **which)
    except MachineNotFound:
        raise NotFound from None
    return dict(IdentifyMachine.response.load(answer))


def _hashed(outside: Outside, password: str, *known_words: str) -> Request:
    outside.compute(check_strength, password, *known_words, outside.settings.brand_name)
    return {"password_hash": outside.compute(hash_password, password)}


def _lengths(outside: Outside) -> Request:
    settings = outside.settings
    return {
        "idle": dt.timedelta(minutes=settings.session_idle_minutes),
        "lasts": dt.timedelta(hours=settings.session_hours),
    }
