"""Access requests for hidden machines (docs/features.md#machine-scope): made with one click, granted with one click."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, an_account, logged_in, number
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.contract import Caller, NotAllowed, NotFound, TooManyAttempts
from services.fleet.contracts import GetHiddenMachine, GetMachine, ListMachines, UpsertMachine
from services.identity import contracts as identity
from services.identity.contracts import (
    AccessAnswered,
    AlreadyVisible,
    MailPurpose,
    Right,
    ScopeFull,
    UnknownGroup,
)
from services.identity.model import AccessRequest, Link
from services.identity.retention_rules import RETENTION_RULES


@pytest.fixture
def tom(installation: Installation, customer: Customer) -> Caller:
    """A user who sees nothing yet."""
    return logged_in(installation, an_account(installation, customer, name="Tom Visser", group_ids=[]))


@pytest.fixture
def sticker(installation: Installation, customer: Customer) -> str:
    """The equipment number of a machine of the customer."""
    equipment_number = number("E")
    a_machine(installation, customer, equipment_number=equipment_number)
    return equipment_number


def request_access(installation: Installation, caller: Caller, number: str) -> dict[str, Any]:
    return installation.call(identity.RequestMachineAccess, caller, number=number)


def machine_of(installation: Installation, request: dict[str, Any], caller: Caller) -> str:
    """The id of the requested machine, which only those who may answer can read."""
    return str(installation.call(identity.GetAccessRequest, caller, request_id=request["id"])["machine_id"])


def grant(installation: Installation, caller: Caller, request: dict[str, Any], **values: Any) -> dict[str, Any]:
    return installation.call(identity.GrantAccess, caller, request_id=request["id"], **values)


def refuse(installation: Installation, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    return installation.call(identity.RefuseAccess, caller, request_id=request["id"], reason="Van een andere afdeling.")


def hidden(installation: Installation, caller: Caller, number: str) -> bool:
    return bool(installation.call(GetHiddenMachine, caller, number=number)["hidden"])


def with_current_scope(installation: Installation, caller: Caller, customer: Customer) -> Caller:
    """The caller of a new session of the same person."""
    row = installation.call(identity.GetUser, customer.caller(Right.MANAGE_USERS), person_id=caller.person_id)
    groups = [*row["group_ids"], *([row["membership_id"]] if row["machine_ids"] else [])]
    return customer.caller(groups=groups, person_id=caller.person_id)


def test_a_machine_is_reported_hidden_only_for_its_exact_number(
    installation: Installation, tom: Caller, sticker: str
) -> None:
    assert hidden(installation, tom, sticker)
    assert hidden(installation, tom, f" {sticker.lower()} ")
    assert not hidden(installation, tom, sticker[:-1])
    assert not hidden(installation, tom, "")


def test_a_hidden_machine_is_found_by_serial_number(
    installation: Installation, customer: Customer, tom: Caller
) -> None:
    serial = number("Serial")
    a_machine(installation, customer, serial_number=serial)
    assert hidden(installation, tom, serial.upper())


def test_another_customers_machine_is_reported_as_unknown(installation: Installation, tom: Caller) -> None:
    foreign = number("E")
    a_machine(installation, a_customer(installation), equipment_number=foreign)
    assert not hidden(installation, tom, foreign)
    for typed in (foreign, "no such machine"):
        with pytest.raises(NotFound):
            request_access(installation, tom, typed)


def test_a_machine_in_scope_is_not_hidden(installation: Installation, customer: Customer) -> None:
    equipment_number = number("E")
    group = a_group(installation, customer, a_machine(installation, customer, equipment_number=equipment_number))
    assert not hidden(installation, customer.caller(groups=[group]), equipment_number)


def own_request(installation: Installation, caller: Caller, number: str) -> dict[str, Any] | None:
    answer = installation.call(identity.GetOwnAccessRequest, caller, number=number)
    return dict(answer["request"]) if answer["request"] else None


def test_an_open_request_is_found_by_the_machines_exact_number(
    installation: Installation, tom: Caller, sticker: str
) -> None:
    assert own_request(installation, tom, sticker) is None
    requested = request_access(installation, tom, sticker)
    assert own_request(installation, tom, f" {sticker.lower()} ") == requested
    assert own_request(installation, tom, sticker[:-1]) is None


def test_a_request_for_a_machine_without_serial_number_is_not_found_by_no_number(
    installation: Installation, customer: Customer, tom: Caller
) -> None:
    equipment_number = number("E")
    a_machine(installation, customer, equipment_number=equipment_number, serial_number="")
    request_access(installation, tom, equipment_number)
    assert [own_request(installation, tom, typed) for typed in ("", " ")] == [None, None]


def test_an_open_request_of_another_user_is_not_found(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    request_access(installation, tom, sticker)
    other = logged_in(installation, an_account(installation, customer, group_ids=[]))
    assert own_request(installation, other, sticker) is None


def test_an_answered_request_is_no_longer_open(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    refuse(installation, customer.caller(Right.MANAGE_USERS), request_access(installation, tom, sticker))
    assert own_request(installation, tom, sticker) is None


def test_pending_requests_are_those_that_the_caller_may_answer_oldest_first(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    administrator = customer.caller(Right.MANAGE_USERS)
    first = request_access(installation, tom, sticker)
    other = logged_in(installation, an_account(installation, customer, group_ids=[]))
    second = request_access(installation, other, sticker)
    for limit, expected in ((20, [first, second]), (1, [first])):
        rows = installation.call(identity.ListPendingRequests, administrator, limit=limit)["access"]
        assert [row["id"] for row in rows] == [request["id"] for request in expected]
    of_other = a_customer(installation).caller(Right.MANAGE_USERS)
    assert installation.call(identity.ListPendingRequests, of_other, limit=20) == {"accounts": [], "access": []}


def test_access_to_a_visible_machine_cannot_be_requested(installation: Installation, customer: Customer) -> None:
    equipment_number = number("E")
    group = a_group(installation, customer, a_machine(installation, customer, equipment_number=equipment_number))
    for scope in ({"group_ids": [group]}, {}):
        with pytest.raises(AlreadyVisible):
            request_access(
                installation, logged_in(installation, an_account(installation, customer, **scope)), equipment_number
            )


def test_the_administrator_gets_a_mail_with_a_link_to_the_request(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS)
    request = request_access(installation, tom, sticker)
    assert installation.mail_server is not None
    mail_server = installation.mail_server
    text = eventually(lambda: [m.get_body(("plain",)).get_content() for m in mail_server.mails(handler)])[0]
    assert f"/registrations/access/{request['id']}" in text
    assert "Tom Visser" in text
    assert sticker in text


def test_the_requester_sees_nothing_of_the_machine(installation: Installation, tom: Caller, sticker: str) -> None:
    assert request_access(installation, tom, sticker).keys() == {"id", "status", "requested_at"}


@pytest.mark.every_environment
def test_repeated_requests_are_one_request_and_one_mail(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS)
    with ThreadPoolExecutor() as pool:
        requests = list(pool.map(lambda _: request_access(installation, tom, sticker), range(4)))
    assert len({request["id"] for request in requests}) == 1
    mails = select(func.count()).select_from(Link).where(Link.email == handler)
    assert installation.rows("identity", mails)[0][0] == 1


def test_a_grant_shows_only_the_requested_machine(
    installation: Installation, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    a_machine(installation, customer)
    request = request_access(installation, tom, sticker)
    grant(installation, administrator, request)
    rows = eventually(lambda: installation.call(ListMachines, with_current_scope(installation, tom, customer))["rows"])
    assert [row["equipment_number"] for row in rows] == [sticker]


def test_a_granted_group_shows_all_its_machines(
    installation: Installation, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    machine = machine_of(installation, request, administrator)
    group = a_group(installation, customer, machine, a_machine(installation, customer))
    assert grant(installation, administrator, request, group_id=group)["group_ids"] == [group]
    assert len(installation.call(ListMachines, with_current_scope(installation, tom, customer))["rows"]) == 2


def test_a_group_without_the_machine_is_refused(
    installation: Installation, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    with pytest.raises(UnknownGroup):
        grant(installation, administrator, request, group_id=a_group(installation, customer))
    assert installation.call(identity.GetAccessRequest, administrator, request_id=request["id"])["status"] == "open"


def test_the_requester_gets_a_mail_about_each_decision(
    installation: Installation, administrator: Caller, customer: Customer, sticker: str
) -> None:
    email = an_account(installation, customer, group_ids=[])
    requester = logged_in(installation, email)
    refuse(installation, administrator, request_access(installation, requester, sticker))
    grant(installation, administrator, request_access(installation, requester, sticker))
    sent = select(Link.purpose).where(Link.email == email).order_by(Link.id)
    purposes = [row.purpose for row in installation.rows("identity", sent)]
    assert purposes == [MailPurpose.ACCESS_REFUSED, MailPurpose.ACCESS_GRANTED]


def test_a_refusal_mail_contains_only_the_typed_number(
    installation: Installation, administrator: Caller, customer: Customer
) -> None:
    email, sticker = an_account(installation, customer, group_ids=[]), number("E")
    a_machine(installation, customer, equipment_number=sticker, own_reference="Directiekamer")
    refuse(installation, administrator, request_access(installation, logged_in(installation, email), sticker.lower()))
    (about,) = [row.about for row in installation.rows("identity", select(Link.about).where(Link.email == email))]
    expected = {"machine": sticker.lower(), "reason": "Van een andere afdeling.", "by_id": administrator.person_id}
    assert about == expected


def test_a_request_is_answered_once(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    grant(installation, administrator, request)
    for act in (grant, refuse):
        with pytest.raises(AccessAnswered):
            act(installation, administrator, request)


def test_a_request_of_another_customer_is_not_found(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    stranger = a_customer(installation).caller(Right.MANAGE_USERS)
    request = request_access(installation, tom, sticker)
    for act in (grant, refuse):
        with pytest.raises(NotFound):
            act(installation, stranger, request)
    assert installation.call(identity.ListAccessRequests, stranger)["rows"] == []


def test_answering_requires_the_right_to_manage_users(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    with pytest.raises(NotAllowed):
        grant(installation, customer.caller("manage_machines"), request)


def test_staff_answer_for_a_customer_without_administrator(
    installation: Installation, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    machine = machine_of(installation, request, STAFF)
    assert grant(installation, STAFF, request)["machine_ids"] == [machine]


def test_staff_cannot_answer_for_a_customer_with_an_administrator(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    with pytest.raises(NotFound):
        grant(installation, STAFF, request)


def test_a_machine_moved_to_another_customer_cannot_be_granted(
    installation: Installation, administrator: Caller, customer: Customer, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    moved = {"manufacturer": "Konica Minolta", "model_name": "bizhub C250i", "equipment_number": sticker}
    installation.call(UpsertMachine, STAFF, customer_number=a_customer(installation).number, **moved)
    with pytest.raises(NotFound):
        grant(installation, administrator, request)


def test_a_full_scope_is_refused_and_the_request_stays_open(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    full = [str(uuid.uuid4()) for _ in range(200)]
    installation.call(identity.ChangeScope, administrator, person_id=tom.person_id, machine_ids=full)
    with pytest.raises(ScopeFull):
        grant(installation, administrator, request)
    assert installation.call(identity.GetAccessRequest, administrator, request_id=request["id"])["status"] == "open"


def test_requests_of_a_removed_user_are_not_found(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    installation.call(identity.RemoveUser, administrator, person_id=tom.person_id)
    assert installation.call(identity.ListAccessRequests, administrator)["rows"] == []
    with pytest.raises(NotFound):
        grant(installation, administrator, request)
    with pytest.raises(NotFound):
        machine_of(installation, request, administrator)


def test_an_impersonator_cannot_request_access(
    installation: Installation, customer: Customer, tom: Caller, sticker: str
) -> None:
    impersonator = customer.caller(groups=[], person_id=tom.person_id, impersonated_by="Ans Mulder")
    with pytest.raises(Exception, match="impersonation_read_only"):
        request_access(installation, impersonator, sticker)


def test_attempts_with_unknown_numbers_are_limited(installation: Installation, tom: Caller) -> None:
    def request_often() -> None:
        for i in range(30):
            with pytest.raises(NotFound):
                request_access(installation, tom, f"{i}")

    with pytest.raises(TooManyAttempts):
        request_often()


def test_searches_for_hidden_machines_are_limited(installation: Installation, tom: Caller) -> None:
    assert not any(hidden(installation, tom, f"{i}") for i in range(60))
    with pytest.raises(TooManyAttempts):
        hidden(installation, tom, "60")


def test_decisions_are_in_the_audit_log(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    grant(installation, administrator, request_access(installation, tom, sticker))
    (row,) = installation.call(identity.ListAudit, administrator)["rows"]
    assert (row["action"], row["subject_name"]) == ("access_granted", "Tom Visser")
    assert sticker in row["details"]["machine"]


def test_a_failed_request_stores_nothing(installation: Installation, tom: Caller) -> None:
    with pytest.raises(NotFound):
        request_access(installation, tom, "no such machine")
    own = select(func.count()).select_from(AccessRequest).where(AccessRequest.person_id == uuid.UUID(tom.person_id))
    assert installation.rows("identity", own)[0][0] == 0


def test_a_grant_opens_the_machine_in_fleet(
    installation: Installation, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = request_access(installation, tom, sticker)
    grant(installation, administrator, request)
    installation.settle()
    machine = machine_of(installation, request, administrator)
    assert installation.call(GetMachine, with_current_scope(installation, tom, customer), machine_id=machine)


def test_only_unanswered_requests_are_old_since_they_were_made(
    installation: Installation, administrator: Caller, tom: Caller, sticker: str
) -> None:
    refuse(installation, administrator, request_access(installation, tom, sticker))
    request_access(installation, tom, sticker)
    (rule,) = [rule for rule in RETENTION_RULES if rule.name == "unanswered_access_requests"]
    old = select(AccessRequest.answered_at).where(
        rule.condition(installation.now.replace(year=2099)), AccessRequest.person_id == tom.user_id
    )
    assert [row.answered_at for row in installation.rows("identity", old)] == [None]
