""" "Why can't I see this machine?" (product.md section 1): asked with one click, granted with one click."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, an_account, logged_in, number
from contracts.running import STAFF, House
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.contract import Caller, NotAllowed, NotFound
from services.fleet.contracts import FindHiddenMachine, FindMachine, ListMachines, RecordMachine
from services.identity import contracts as identity
from services.identity.contracts import (
    AccessAnswered,
    AlreadyVisible,
    LinkPurpose,
    Right,
    ScopeFull,
    TooManyTries,
    UnknownGroup,
)
from services.identity.model import AccessRequest, Link


@pytest.fixture
def tom(house: House, customer: Customer) -> Caller:
    """A user who sees nothing yet."""
    return logged_in(house, an_account(house, customer, name="Tom Visser", group_ids=[]))


@pytest.fixture
def sticker(house: House, customer: Customer) -> str:
    """The equipment number of a machine of the customer."""
    made = number("E")
    a_machine(house, customer, equipment_number=made)
    return made


def ask(house: House, caller: Caller, number: str) -> dict[str, Any]:
    return house.call(identity.AskMachineAccess, caller, number=number)


def machine_of(house: House, request: dict[str, Any], caller: Caller) -> str:
    """The machine that was asked for, as those are told who may answer."""
    return str(house.call(identity.FindAccessRequest, caller, request_id=request["id"])["machine_id"])


def grant(house: House, caller: Caller, request: dict[str, Any], **values: Any) -> dict[str, Any]:
    return house.call(identity.GrantAccess, caller, request_id=request["id"], **values)


def refuse(house: House, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    return house.call(identity.RefuseAccess, caller, request_id=request["id"], reason="Van een andere afdeling.")


def hidden(house: House, caller: Caller, number: str) -> bool:
    return bool(house.call(FindHiddenMachine, caller, number=number)["hidden"])


def again(house: House, caller: Caller, customer: Customer) -> Caller:
    """The same person as a session tells him now."""
    row = house.call(identity.FindUser, customer.user(Right.MANAGE_USERS), person_id=caller.person_id)
    groups = [*row["group_ids"], *([row["membership_id"]] if row["machine_ids"] else [])]
    return customer.user(groups=groups, person_id=caller.person_id)


def test_a_hidden_machine_is_told_by_its_exact_number_alone(house: House, tom: Caller, sticker: str) -> None:
    assert hidden(house, tom, sticker)
    assert hidden(house, tom, f" {sticker.lower()} ")
    assert not hidden(house, tom, sticker[:-1])
    assert not hidden(house, tom, "")


def test_a_serial_number_does_as_well(house: House, customer: Customer, tom: Caller) -> None:
    serial = number("Serial")
    a_machine(house, customer, serial_number=serial)
    assert hidden(house, tom, serial.upper())


def test_another_customers_machine_is_answered_like_one_that_does_not_exist(house: House, tom: Caller) -> None:
    theirs = number("E")
    a_machine(house, a_customer(house), equipment_number=theirs)
    assert not hidden(house, tom, theirs)
    for asked in (theirs, "no such machine"):
        with pytest.raises(NotFound):
            ask(house, tom, asked)


def test_a_machine_in_scope_is_not_hidden(house: House, customer: Customer) -> None:
    made = number("E")
    group = a_group(house, customer, a_machine(house, customer, equipment_number=made))
    assert not hidden(house, customer.user(groups=[group]), made)


def test_who_sees_the_machine_has_nothing_to_ask(house: House, customer: Customer) -> None:
    made = number("E")
    group = a_group(house, customer, a_machine(house, customer, equipment_number=made))
    for scope in ({"group_ids": [group]}, {}):
        with pytest.raises(AlreadyVisible):
            ask(house, logged_in(house, an_account(house, customer, **scope)), made)


def test_the_administrator_gets_a_mail_that_leads_to_the_request(
    house: House, customer: Customer, tom: Caller, sticker: str
) -> None:
    handler = an_account(house, customer, Right.MANAGE_USERS)
    request = ask(house, tom, sticker)
    assert house.post is not None
    post = house.post
    text = eventually(lambda: [m.get_body(("plain",)).get_content() for m in post.mails(handler)])[0]
    assert f"/registrations/access/{request['id']}" in text
    assert "Tom Visser" in text
    assert sticker in text


def test_who_asks_is_told_nothing_of_the_machine(house: House, tom: Caller, sticker: str) -> None:
    assert ask(house, tom, sticker).keys() == {"id", "status", "asked_at"}


def test_asking_twice_is_one_request_and_one_mail(house: House, customer: Customer, tom: Caller, sticker: str) -> None:
    handler = an_account(house, customer, Right.MANAGE_USERS)
    with ThreadPoolExecutor() as pool:
        requests = list(pool.map(lambda _: ask(house, tom, sticker), range(4)))
    assert len({request["id"] for request in requests}) == 1
    mails = select(func.count()).select_from(Link).where(Link.email == handler)
    assert house.rows("identity", mails)[0][0] == 1


def test_one_click_shows_the_machine_and_no_other(
    house: House, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    a_machine(house, customer)
    request = ask(house, tom, sticker)
    grant(house, administrator, request)
    seen = eventually(lambda: house.call(ListMachines, again(house, tom, customer))["rows"])
    assert [row["equipment_number"] for row in seen] == [sticker]


def test_a_group_shows_all_its_machines(
    house: House, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = ask(house, tom, sticker)
    machine = machine_of(house, request, administrator)
    group = a_group(house, customer, machine, a_machine(house, customer))
    assert grant(house, administrator, request, group_id=group)["group_ids"] == [group]
    assert len(house.call(ListMachines, again(house, tom, customer))["rows"]) == 2


def test_a_group_without_the_machine_is_no_answer(
    house: House, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = ask(house, tom, sticker)
    with pytest.raises(UnknownGroup):
        grant(house, administrator, request, group_id=a_group(house, customer))
    assert house.call(identity.FindAccessRequest, administrator, request_id=request["id"])["status"] == "open"


def test_who_asked_is_told_of_the_answer(house: House, administrator: Caller, customer: Customer, sticker: str) -> None:
    email = an_account(house, customer, group_ids=[])
    asker = logged_in(house, email)
    refuse(house, administrator, ask(house, asker, sticker))
    grant(house, administrator, ask(house, asker, sticker))
    told = select(Link.purpose).where(Link.email == email).order_by(Link.id)
    purposes = [row.purpose for row in house.rows("identity", told)]
    assert purposes == [LinkPurpose.ACCESS_REFUSED, LinkPurpose.ACCESS_GRANTED]


def test_who_is_refused_reads_the_number_that_was_typed_and_nothing_else_of_the_machine(
    house: House, administrator: Caller, customer: Customer
) -> None:
    email, sticker = an_account(house, customer, group_ids=[]), number("E")
    a_machine(house, customer, equipment_number=sticker, own_reference="Directiekamer")
    refuse(house, administrator, ask(house, logged_in(house, email), sticker.lower()))
    (about,) = [row.about for row in house.rows("identity", select(Link.about).where(Link.email == email))]
    assert about == {"machine": sticker.lower(), "reason": "Van een andere afdeling."}


def test_an_answer_is_given_once(house: House, administrator: Caller, tom: Caller, sticker: str) -> None:
    request = ask(house, tom, sticker)
    grant(house, administrator, request)
    for act in (grant, refuse):
        with pytest.raises(AccessAnswered):
            act(house, administrator, request)


def test_another_customers_request_does_not_exist(
    house: House, administrator: Caller, tom: Caller, sticker: str
) -> None:
    stranger = a_customer(house).user(Right.MANAGE_USERS)
    request = ask(house, tom, sticker)
    for act in (grant, refuse):
        with pytest.raises(NotFound):
            act(house, stranger, request)
    assert house.call(identity.ListAccessRequests, stranger)["rows"] == []


def test_without_the_right_nobody_answers(house: House, customer: Customer, tom: Caller, sticker: str) -> None:
    request = ask(house, tom, sticker)
    with pytest.raises(NotAllowed):
        grant(house, customer.user("manage_machines"), request)


def test_staff_answer_where_there_is_no_administrator(house: House, tom: Caller, sticker: str) -> None:
    request = ask(house, tom, sticker)
    machine = machine_of(house, request, STAFF)
    assert grant(house, STAFF, request)["machine_ids"] == [machine]


def test_staff_leave_it_to_the_administrator(house: House, administrator: Caller, tom: Caller, sticker: str) -> None:
    request = ask(house, tom, sticker)
    with pytest.raises(NotFound):
        grant(house, STAFF, request)


def test_a_machine_that_left_the_customer_is_not_shown_any_more(
    house: House, administrator: Caller, customer: Customer, tom: Caller, sticker: str
) -> None:
    request = ask(house, tom, sticker)
    moved = {"manufacturer": "Konica Minolta", "model_name": "bizhub C250i", "equipment_number": sticker}
    house.call(RecordMachine, STAFF, customer_number=a_customer(house).number, **moved)
    with pytest.raises(NotFound):
        grant(house, administrator, request)


def test_a_scope_that_is_full_says_so_and_the_request_stays_open(
    house: House, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = ask(house, tom, sticker)
    full = [str(uuid.uuid4()) for _ in range(200)]
    house.call(identity.ChangeScope, administrator, person_id=tom.person_id, machine_ids=full)
    with pytest.raises(ScopeFull):
        grant(house, administrator, request)
    assert house.call(identity.FindAccessRequest, administrator, request_id=request["id"])["status"] == "open"


def test_a_removed_user_asks_for_nothing(house: House, administrator: Caller, tom: Caller, sticker: str) -> None:
    request = ask(house, tom, sticker)
    house.call(identity.RemoveUser, administrator, person_id=tom.person_id)
    assert house.call(identity.ListAccessRequests, administrator)["rows"] == []
    with pytest.raises(NotFound):
        grant(house, administrator, request)
    with pytest.raises(NotFound):
        machine_of(house, request, administrator)


def test_who_looks_as_somebody_asks_for_nothing(house: House, customer: Customer, tom: Caller, sticker: str) -> None:
    looking = customer.user(groups=[], person_id=tom.person_id, impersonated_by="Ans Mulder")
    with pytest.raises(Exception, match="impersonation_read_only"):
        ask(house, looking, sticker)


def test_numbers_are_not_tried_without_end(house: House, tom: Caller) -> None:
    def try_often() -> None:
        for i in range(30):
            with pytest.raises(NotFound):
                ask(house, tom, f"{i}")

    with pytest.raises(TooManyTries):
        try_often()


def test_answers_stand_in_the_audit_log(house: House, administrator: Caller, tom: Caller, sticker: str) -> None:
    grant(house, administrator, ask(house, tom, sticker))
    (row,) = house.call(identity.ListAudit, administrator)["rows"]
    assert (row["action"], row["subject_name"]) == ("access_granted", "Tom Visser")
    assert sticker in row["details"]["machine"]


def test_a_request_that_fails_leaves_nothing_behind(house: House, tom: Caller) -> None:
    with pytest.raises(NotFound):
        ask(house, tom, "no such machine")
    mine = select(func.count()).select_from(AccessRequest).where(AccessRequest.person_id == uuid.UUID(tom.person_id))
    assert house.rows("identity", mine)[0][0] == 0


def test_an_answer_opens_the_machine_in_fleet(
    house: House, customer: Customer, administrator: Caller, tom: Caller, sticker: str
) -> None:
    request = ask(house, tom, sticker)
    grant(house, administrator, request)
    house.settle()
    machine = machine_of(house, request, administrator)
    assert house.call(FindMachine, again(house, tom, customer), machine_id=machine)
