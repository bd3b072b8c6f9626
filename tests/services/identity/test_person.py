"""The rules of the aggregates Person and LoginSession."""

import datetime as dt
import uuid

import pytest

from services.identity.contracts import Right, ScopeFull, StaffRight
from services.identity.contracts.languages import Language
from services.identity.model import LoginSession, Person
from services.identity.model.person import PersonStatus
from services.identity.model.session import hash_of

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
LINK_LIFETIMES = {"idle_timeout": dt.timedelta(hours=2), "lifetime": dt.timedelta(hours=12)}
CUSTOMER, AMSTERDAM, UTRECHT = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def person() -> Person:
    person = Person.of_email("sanne@vandijk.example")
    person.describe("Sanne de Wit", "", "", Language.NL)
    return person


def join(person: Person, rights: list[Right], *, all_machines: bool, groups: list[uuid.UUID]) -> None:
    membership = person.join(CUSTOMER)
    membership.allow(rights)
    membership.set_scope(all_machines=all_machines, group_ids=groups)


def test_a_new_person_may_not_log_in(person: Person) -> None:
    assert not person.may_log_in


def test_a_user_may_log_in(person: Person) -> None:
    join(person, [], all_machines=False, groups=[])
    assert person.may_log_in


def test_a_member_of_staff_may_log_in(person: Person) -> None:
    person.serve_as_staff([])
    assert person.may_log_in


def test_a_disabled_person_may_not_log_in(person: Person) -> None:
    person.serve_as_staff(StaffRight)
    person.status = PersonStatus.DISABLED
    assert not person.may_log_in


def test_rights_are_replaced(person: Person) -> None:
    join(person, [Right.MANAGE_USERS, Right.ORDER_SUPPLIES], all_machines=True, groups=[])
    join(person, [Right.VIEW_REPORTS], all_machines=True, groups=[])
    assert person.memberships[0].rights == ["view_reports"]


def test_a_right_given_twice_is_stored_once(person: Person) -> None:
    join(person, [Right.VIEW_REPORTS, Right.VIEW_REPORTS], all_machines=True, groups=[])
    person.serve_as_staff([StaffRight.VIEW_AUDIT, StaffRight.VIEW_AUDIT])
    assert (person.memberships[0].rights, person.staff_rights) == (["view_reports"], ["view_audit"])


@pytest.mark.parametrize("excess", [{"group_ids": 101}, {"group_ids": 0, "machine_ids": 201}])
def test_a_scope_has_a_maximum_size(person: Person, excess: dict[str, int]) -> None:
    membership = person.join(CUSTOMER)
    with pytest.raises(ScopeFull):
        membership.set_scope(
            all_machines=False, **{kind: [uuid.uuid4() for _ in range(count)] for kind, count in excess.items()}
        )


def test_a_name_that_is_longer_in_lower_case_fits(person: Person) -> None:
    person.join(CUSTOMER)
    person.describe("ß" * 120, "", "", Language.NL)
    assert len(person.memberships[0].sort_name) == 120


def test_joining_a_customer_twice_is_one_membership(person: Person) -> None:
    for _ in range(2):
        join(person, [], all_machines=True, groups=[])
    assert len(person.memberships) == 1


def test_the_groups_of_a_scope_are_replaced(person: Person) -> None:
    join(person, [], all_machines=False, groups=[AMSTERDAM])
    join(person, [], all_machines=False, groups=[UTRECHT])
    assert person.memberships[0].group_ids == [UTRECHT]


def test_a_group_that_stays_in_the_scope_keeps_its_grant(person: Person) -> None:
    join(person, [], all_machines=False, groups=[AMSTERDAM])
    (kept,) = person.memberships[0].grants
    join(person, [], all_machines=False, groups=[AMSTERDAM, UTRECHT])
    assert kept in person.memberships[0].grants


def test_a_scope_of_all_machines_has_no_groups(person: Person) -> None:
    join(person, [], all_machines=False, groups=[AMSTERDAM])
    join(person, [], all_machines=True, groups=[AMSTERDAM])
    assert person.memberships[0].group_ids == []


def test_a_session_stores_a_hash_of_its_token() -> None:
    session, token = LoginSession.begin(uuid.uuid4(), CUSTOMER, NOW, **LINK_LIFETIMES)
    assert session.token_hash == hash_of(token)
    assert token not in session.token_hash


def test_a_token_has_256_random_bits() -> None:
    tokens = {LoginSession.begin(uuid.uuid4(), CUSTOMER, NOW, **LINK_LIFETIMES)[1] for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43, "256 bits"


def test_an_ended_session_keeps_its_end() -> None:
    session, _ = LoginSession.begin(uuid.uuid4(), CUSTOMER, NOW, **LINK_LIFETIMES)
    session.end(NOW)
    session.end(NOW + dt.timedelta(hours=1))
    assert session.ended_at == NOW
