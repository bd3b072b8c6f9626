"""The rules about persons, without anything around them."""

import datetime as dt
import uuid

import pytest

from services.identity.contracts import Right, StaffRight
from services.identity.model import LoginSession, Person
from services.identity.model.person import PersonStatus
from services.identity.model.session import hash_of

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
CUSTOMER, AMSTERDAM, UTRECHT = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def person() -> Person:
    return Person.of_email("sanne@vandijk.example")


def test_a_new_person_may_not_log_in(person: Person) -> None:
    assert not person.may_log_in


def test_who_is_a_user_somewhere_may_log_in(person: Person) -> None:
    person.join(CUSTOMER, [], all_machines=False, groups=[])
    assert person.may_log_in


def test_who_is_staff_may_log_in(person: Person) -> None:
    person.serve_as_staff([])
    assert person.may_log_in


def test_who_is_disabled_may_not_log_in(person: Person) -> None:
    person.serve_as_staff(StaffRight)
    person.status = PersonStatus.DISABLED
    assert not person.may_log_in


def test_rights_become_exactly_those_given(person: Person) -> None:
    person.join(CUSTOMER, [Right.MANAGE_USERS, Right.ORDER_SUPPLIES], all_machines=True, groups=[])
    person.join(CUSTOMER, [Right.VIEW_REPORTS], all_machines=True, groups=[])
    assert person.memberships[0].rights == ["view_reports"]


def test_joining_a_customer_twice_is_one_membership(person: Person) -> None:
    for _ in range(2):
        person.join(CUSTOMER, [], all_machines=True, groups=[])
    assert len(person.memberships) == 1


def test_the_scope_becomes_exactly_the_groups_given(person: Person) -> None:
    person.join(CUSTOMER, [], all_machines=False, groups=[AMSTERDAM])
    person.join(CUSTOMER, [], all_machines=False, groups=[UTRECHT])
    assert person.memberships[0].group_ids == [UTRECHT]


def test_a_group_that_stays_keeps_its_grant(person: Person) -> None:
    person.join(CUSTOMER, [], all_machines=False, groups=[AMSTERDAM])
    (kept,) = person.memberships[0].grants
    person.join(CUSTOMER, [], all_machines=False, groups=[AMSTERDAM, UTRECHT])
    assert kept in person.memberships[0].grants


def test_who_sees_all_machines_has_no_groups(person: Person) -> None:
    person.join(CUSTOMER, [], all_machines=False, groups=[AMSTERDAM])
    person.join(CUSTOMER, [], all_machines=True, groups=[AMSTERDAM])
    assert person.memberships[0].group_ids == []


def test_a_session_keeps_a_hash_of_its_token() -> None:
    session, token = LoginSession.begin(uuid.uuid4(), CUSTOMER, NOW)
    assert session.token_hash == hash_of(token)
    assert token not in session.token_hash


def test_a_token_cannot_be_guessed() -> None:
    tokens = {LoginSession.begin(uuid.uuid4(), CUSTOMER, NOW)[1] for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43, "256 bits"


def test_a_session_that_has_ended_keeps_its_end() -> None:
    session, _ = LoginSession.begin(uuid.uuid4(), CUSTOMER, NOW)
    session.end(NOW)
    session.end(NOW + dt.timedelta(hours=1))
    assert session.ended_at == NOW
