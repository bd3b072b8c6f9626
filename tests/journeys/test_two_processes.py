"""Limits and invariants hold across two processes of identity on one PostgreSQL (docs/security.md)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from contracts.builders import PASSWORD, Customer, an_account, logged_in, number
from eventually import eventually
from extra_processes import BusClient, ExtraProcess, credentials_of
from full_installation import FullInstallation

from deploy.run.queues import queue_stats
from services.chassis.contract import Caller, ContractError, TooManyAttempts
from services.chassis.contract.caller import OPS
from services.identity.contracts import (
    LastAdministrator,
    ListUsers,
    LogIn,
    RemoveUser,
    Right,
    UpsertCustomer,
    WrongCredentials,
)

ROUNDS = 5
GROUPS = "evt-fleet-group_state_changed--identity.subscriptions.update_projections"


@pytest.fixture(scope="module")
def calls(full_portal: FullInstallation) -> Iterator[Any]:
    if not full_portal.is_running:
        full_portal.start()
    second, client = ExtraProcess(full_portal, "identity"), BusClient(full_portal)
    eventually(lambda: second.is_running and _consumers(full_portal) == 2, within=300)
    yield client
    client.close()
    second.stop()


@pytest.fixture
def customer(calls: Any) -> Customer:
    row = calls.call(UpsertCustomer, customer_number=number("7"), name="Tweeling B.V.")
    return Customer(UUID(row["id"]), row["customer_number"], row["name"])


def test_concurrent_login_attempts_at_both_do_not_exceed_the_limit(calls: Any, customer: Customer) -> None:
    email = an_account(calls, customer)
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: _outcome(calls, email, "wrong horse battery"), range(20)))
    assert outcomes.count(WrongCredentials.code) <= 6
    assert outcomes.count(TooManyAttempts.code) >= 14


def test_one_of_two_administrators_who_remove_each_other_remains(calls: Any, customer: Customer) -> None:
    for _ in range(ROUNDS):
        emails = [an_account(calls, customer, Right.MANAGE_USERS) for _ in range(2)]
        pair = [logged_in(calls, email) for email in emails]
        for row in calls.call(ListUsers, pair[0])["rows"]:
            if row["person_id"] not in {administrator.person_id for administrator in pair}:
                calls.call(RemoveUser, pair[0], person_id=row["person_id"])
        with ThreadPoolExecutor(2) as pool:
            outcomes = sorted(pool.map(lambda place, pair=pair: _removed(calls, pair[place], pair[1 - place]), (0, 1)))
        assert outcomes == [LastAdministrator.code, "removed"]


def test_process_for_events_only_consumes_no_calls(full_portal: FullInstallation, calls: Any) -> None:
    before = _consumers(full_portal), _consumers(full_portal, GROUPS)
    third = ExtraProcess(full_portal, "identity", "--only", "events")
    try:
        assert eventually(lambda: third.is_running and _consumers(full_portal, GROUPS) == before[1] + 1, within=300)
        assert _consumers(full_portal) == before[0]
    finally:
        third.stop()


def _consumers(installation: FullInstallation, queue: str = "rpc-identity") -> int:
    """The number of consumers of a queue, by default identity's queue of calls."""
    stats = queue_stats(credentials_of(installation).amqp_url(OPS))
    return next(consumers for name, _ready, consumers in stats if name == queue)


def _outcome(calls: Any, email: str, password: str = PASSWORD) -> str:
    try:
        calls.call(LogIn, Caller.visitor(), email=email, password=password, client_address="192.0.2.44")
    except ContractError as refusal:
        return refusal.code
    return "in"


def _removed(calls: Any, administrator: Caller, other: Caller) -> str:
    try:
        calls.call(RemoveUser, administrator, person_id=other.person_id)
    except ContractError as refusal:
        return refusal.code
    return "removed"
