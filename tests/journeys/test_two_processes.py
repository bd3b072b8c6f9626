"""Limits and invariants hold across two processes of identity on one PostgreSQL (docs/security.md)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from beside import Calls, Second, access_of
from contracts.builders import PASSWORD, Customer, an_account, logged_in, number
from eventually import eventually
from full_installation import FullInstallation

from deploy.run.queues import queue_stats
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.caller import OPS
from services.identity.contracts import (
    LastAdministrator,
    ListUsers,
    LogIn,
    RemoveUser,
    Right,
    TooManyAttempts,
    UpsertCustomer,
    WrongCredentials,
)

ROUNDS = 5
GROUPS = "evt-fleet-group_state_changed--identity.subscriptions.update_projections"


@pytest.fixture(scope="module")
def calls(full_portal: FullInstallation) -> Iterator[Any]:
    if not full_portal.is_running:
        full_portal.start()
    second, made = Second(full_portal, "identity"), Calls(full_portal)
    eventually(lambda: second.is_running and _takers(full_portal) == 2, within=300)
    yield made
    made.close()
    second.stop()


@pytest.fixture
def customer(calls: Any) -> Customer:
    made = calls.call(UpsertCustomer, customer_number=number("7"), name="Tweeling B.V.")
    return Customer(UUID(made["id"]), made["customer_number"], made["name"])


def test_guesses_at_both_at_the_same_moment_do_not_pass_the_limit(calls: Any, customer: Customer) -> None:
    email = an_account(calls, customer)
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda _: _outcome(calls, email, "wrong horse battery"), range(20)))
    assert told.count(WrongCredentials.code) <= 6
    assert told.count(TooManyAttempts.code) >= 14


def test_two_administrators_who_remove_each_other_leave_one(calls: Any, customer: Customer) -> None:
    for _ in range(ROUNDS):
        emails = [an_account(calls, customer, Right.MANAGE_USERS) for _ in range(2)]
        pair = [logged_in(calls, email) for email in emails]
        for row in calls.call(ListUsers, pair[0])["rows"]:
            if row["person_id"] not in {one.person_id for one in pair}:
                calls.call(RemoveUser, pair[0], person_id=row["person_id"])
        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(lambda place, pair=pair: _removed(calls, pair[place], pair[1 - place]), (0, 1)))
        assert told == [LastAdministrator.code, "removed"]


def test_a_process_for_events_only_takes_no_calls(full_portal: FullInstallation, calls: Any) -> None:
    before = _takers(full_portal), _takers(full_portal, GROUPS)
    third = Second(full_portal, "identity", "--only", "events")
    try:
        assert eventually(lambda: third.is_running and _takers(full_portal, GROUPS) == before[1] + 1, within=300)
        assert _takers(full_portal) == before[0]
    finally:
        third.stop()


def _takers(installation: FullInstallation, queue: str = "rpc-identity") -> int:
    """How many take from a queue: that of calls of identity."""
    figures = queue_stats(access_of(installation).amqp_url(OPS))
    return next(consumers for name, _ready, consumers in figures if name == queue)


def _outcome(calls: Any, email: str, password: str = PASSWORD) -> str:
    try:
        calls.call(LogIn, Caller.visitor(), email=email, password=password, client_address="192.0.2.44")
    except ContractError as refusal:
        return refusal.code
    return "in"


def _removed(calls: Any, one: Caller, other: Caller) -> str:
    try:
        calls.call(RemoveUser, one, person_id=other.person_id)
    except ContractError as refusal:
        return refusal.code
    return "removed"
