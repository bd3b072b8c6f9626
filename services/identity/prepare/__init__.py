"""Steps before the transaction of an operation: counting attempts, hashing and verifying passwords in a thread, calls
to fleet. `service.py` lists the operations."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select
from structlog.contextvars import bind_contextvars

from services.chassis.contract import Caller, DeadlinePassed, NotAllowed, NotFound
from services.chassis.contract.contact_details import canonical_email
from services.chassis.contract.network_address import canonical_address, network_of
from services.chassis.persistence.rate_limits import Counted, expect_no_wait, subject_of
from services.chassis.runtime import owner
from services.chassis.runtime.prepare_context import PrepareContext
from services.fleet.contracts import GroupStateChanged, IdentifyMachine, MachineNotFound
from services.identity import queries
from services.identity.contracts import PASSWORD_LINKS
from services.identity.model import Person
from services.identity.model.passwords import check_strength, hash_password, verify_password
from services.identity.model.rate_limits import (
    ACCOUNT,
    ACCOUNT_AND_IP,
    IP,
    LINKS_FROM_IP,
    LINKS_TO_EMAIL,
)

Request = dict[str, Any]


def hash_given_password(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Hash the password of an upserted person and fetch missing groups. Raises WeakPassword."""
    fetch_missing_groups(context, caller, request)
    with context.read() as uow:
        customer = queries.customers.customer_of(uow, request.get("customer_number", ""))
    known_words = request["email"], request["name"], customer.name if customer else ""
    return _hash_strong_password(context, request["password"], *known_words)


def verify_login(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Verify the password of a login. `person_id` is None when address and password do not match.

    `counted_subjects` is the argument of `reset_after_success`. Raises TooManyAttempts.
    """
    email = canonical_email(request["email"]) or request["email"].strip().lower()
    client_address = canonical_address(request["client_address"])
    network = network_of(client_address)
    with context.read() as uow:
        person = uow.session.execute(select(Person.id, Person.password_hash).where(Person.email == email)).one_or_none()
        is_known = person is not None and queries.persons.has_logged_in_from(uow, person.id, client_address)
    if person:
        bind_contextvars(person=str(person.id))
    counted: Counted = [(ACCOUNT_AND_IP, subject_of(ACCOUNT_AND_IP, email, network))]
    if not is_known:  # otherwise guesses by others, at this account or from this address, would lock the owner out
        counted += [(IP, subject_of(IP, network)), (ACCOUNT, subject_of(ACCOUNT, email))]
    password_hash = person.password_hash if person else None
    password_is_correct, new_hash = _count_and_verify(
        context, counted, request["password"], password_hash, is_known=is_known
    )
    subjects = {subject: limit is not IP for limit, subject in counted}
    return _session_timeouts(context) | {
        "client_address": client_address,
        "person_id": person.id if person and password_is_correct else None,
        "verified_hash": password_hash or "",
        "new_hash": new_hash,
        "counted_subjects": subjects,
    }


def fetch_missing_groups(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Fetch groups that the projection does not have yet, because their event has not arrived."""
    group_ids = [request.get("group_id"), *(request.get("group_ids") or ())]
    owner.fetch_missing(context, GroupStateChanged, [group_id for group_id in group_ids if group_id])
    return {}


def session_timeout(context: PrepareContext, caller: Caller, request: Request) -> Request:
    return {"idle_timeout": _session_timeouts(context)["idle_timeout"]}


def verify_own_password(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Verify the caller's password. Raises TooManyAttempts, so that an open session cannot be used to guess it."""
    with context.read() as uow:
        password_hash = queries.persons.own(uow, caller).password_hash
    counted: Counted = [(ACCOUNT_AND_IP, subject_of(ACCOUNT_AND_IP, caller.person_id))]
    password = request.get("current_password") or request["password"]
    password_is_correct, _ = _count_and_verify(context, counted, password, password_hash, is_known=True)
    subjects = {subject: True for _, subject in counted}
    return {"password_is_correct": password_is_correct, "verified_hash": password_hash, "counted_subjects": subjects}


def prepare_email_change(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Verify the caller's password before a link is sent. Raises TooManyAttempts, also when the new address was sent
    too many links."""
    verified = verify_own_password(context, caller, request)
    if verified["password_is_correct"]:
        context.count_attempt([(LINKS_TO_EMAIL, subject_of(LINKS_TO_EMAIL, request["email"]))])
    return verified


def count_invitation(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises NotFound, and TooManyAttempts when too many links were sent to the user."""
    with context.read() as uow:
        _, person, _ = queries.users.user_of(uow, caller, request["customer_id"], request["person_id"])
        email = person.email
    context.count_attempt([(LINKS_TO_EMAIL, subject_of(LINKS_TO_EMAIL, email))])
    return {}


def count_staff_invitation(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises NotFound, and TooManyAttempts when too many links were sent to the member of staff."""
    with context.read() as uow:
        email = queries.staff.member_of_staff(uow, request["person_id"]).email
    context.count_attempt([(LINKS_TO_EMAIL, subject_of(LINKS_TO_EMAIL, email))])
    return {}


def count_confirmation_link(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises TooManyAttempts when too many links were sent to the e-mail address."""
    context.count_attempt([(LINKS_TO_EMAIL, subject_of(LINKS_TO_EMAIL, request["email"]))])
    return {}


def prepare_password_change(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Hash the new password, if it is strong, and verify the old one. Raises WeakPassword, TooManyAttempts."""
    with context.read() as uow:
        person = queries.persons.own(uow, caller)
        known_words = (
            person.email,
            person.name,
            *(customer.name for customer in queries.sessions.customers_of(uow, person)),
        )
    hashed = _hash_strong_password(context, request["password"], *known_words)
    return verify_own_password(context, caller, request) | hashed


def hash_linked_password(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises LinkExpired, before any hashing, and WeakPassword."""
    with context.read() as uow:
        link = queries.links.link_of(uow, request["token"], *PASSWORD_LINKS)
        person = uow.get(Person, link.person_id)
        customers = queries.sessions.customers_of(uow, person) if person else []
        known_words = (link.email, link.name, link.customer_name, *(customer.name for customer in customers))
    return _hash_strong_password(context, request["password"], *known_words)


def prepare_registration(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Count a registration and hash its password. Raises WeakPassword, and TooManyAttempts: for the network address
    before any hashing, for the e-mail address after the check of the password's strength.

    The password is not compared with the customer's name: the response would reveal whether the number exists.
    """
    known_words = request["email"], request["name"], request["customer_number"], context.settings.brand_name
    from_ip = subject_of(LINKS_FROM_IP, network_of(request["client_address"]))
    context.count_attempt([(LINKS_FROM_IP, from_ip)])
    with context.cpu_slot(from_ip) as run:
        run(check_strength, request["password"], *known_words)
        context.count_attempt([(LINKS_TO_EMAIL, subject_of(LINKS_TO_EMAIL, request["email"]))])
        return {"password_hash": run(hash_password, request["password"])}


def count_password_reset(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Raises TooManyAttempts when too many links were sent to the e-mail address, or requested from the network
    address."""
    email, network = request["email"], network_of(request["client_address"])
    context.count_attempt(
        [(LINKS_TO_EMAIL, subject_of(LINKS_TO_EMAIL, email)), (LINKS_FROM_IP, subject_of(LINKS_FROM_IP, network))],
    )
    return {}


def identify_machine(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The machine of the caller's customer with this number, from fleet.

    Raises NotFound, NotAllowed without a customer.
    """
    if caller.customer_id is None:
        raise NotAllowed
    return {"machine": _identify(context, caller.customer_id, number=request["number"])}


def fetch_groups_of_requested_machine(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The current groups of the requested machine, from fleet. Raises NotFound, also when it no longer belongs to the
    customer."""
    with context.read() as uow:
        access_request = queries.access_requests.access_request_of(uow, caller, request["request_id"])
        customer_id, machine_id = access_request.customer_id, access_request.machine_id
    fetch_missing_groups(context, caller, request)
    return {"groups": _identify(context, customer_id, machine_id=machine_id)["group_ids"]}


def _identify(context: PrepareContext, customer_id: UUID, **machine: Any) -> dict[str, Any]:
    try:
        answer = context.call(IdentifyMachine, customer_id=customer_id, **machine)
    except MachineNotFound:
        raise NotFound from None
    return dict(IdentifyMachine.response.load(answer))


def _count_and_verify(
    context: PrepareContext, counted: Counted, password: str, password_hash: str | None, *, is_known: bool
) -> tuple[bool, str | None]:
    """Count the attempt and verify the password, in turn with other addresses and accounts. `is_known`: a person
    with a session, or a network address where the account logged in before; guesses by others do not delay them.

    A password that could not be verified in time is not counted: otherwise people who retry on a busy system would be
    locked out with the right password. Raises TooManyAttempts.
    """
    with context.read() as uow:
        expect_no_wait(uow, counted)
    with context.cpu_slot(*(subject for _, subject in counted), is_known=is_known) as run:
        context.count_attempt(counted)
        try:
            return run(verify_password, password, password_hash)
        except DeadlinePassed:
            context.cancel_attempt(counted)
            raise


def _hash_strong_password(context: PrepareContext, password: str, *known_words: str) -> Request:
    with context.cpu_slot() as run:
        run(check_strength, password, *known_words, context.settings.brand_name)
        return {"password_hash": run(hash_password, password)}


def _session_timeouts(context: PrepareContext) -> Request:
    settings = context.settings
    return {
        "idle_timeout": dt.timedelta(minutes=settings.session_idle_minutes),
        "lifetime": dt.timedelta(hours=settings.session_hours),
    }
