"""The demo: worth showing, the same every time, and made without a mail to anybody."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contracts.running import Installation
from sqlalchemy import select

from deploy.demo.load import load
from deploy.demo.machines import machines
from deploy.demo.orders import orders
from deploy.demo.people import CUSTOMERS, FORMER, LOGINS, PASSWORD, USERS
from deploy.demo.printing import WEEKS, history_of
from deploy.demo.requests import requests
from services.chassis.bus import Client
from services.chassis.contract import Caller
from services.chassis.contract.caller import OPS
from services.fleet import contracts as fleet
from services.fleet.model import Machine, MeterReading
from services.identity import contracts as identity
from services.notify import contracts as notify
from services.ordering.contracts import OrderStatus
from services.ordering.model import Order
from services.servicedesk.contracts import RequestStatus
from services.servicedesk.model import ServiceRequest

SMALL = {"scale": 0.15, "weeks": 6}
TODAY = dt.date(2026, 3, 4)


class CutOff(Exception):
    """As if the process ended there."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = _installation(tmp_path_factory.mktemp("demo"))
    load(_ops(installation), installation.clock.parent, _quiet, **SMALL)
    installation.settle()
    yield installation
    installation.stop()


def test_there_are_three_customers_with_two_hundred_machines_and_two_years_of_weeks() -> None:
    estate = machines()
    assert len({machine.customer_number for machine in estate}) == len(CUSTOMERS) - 1 == 3
    assert len(estate) == 200
    assert max(len(history_of(machine, TODAY).readings) for machine in estate) >= WEEKS == 104


def test_every_condition_of_a_machine_can_be_seen(loaded: Installation) -> None:
    counts = loaded.call(fleet.CountMachines)
    assert [name for name in fleet.Condition if not counts[name]] == []


def test_every_way_in_which_a_device_tells_of_its_supplies_can_be_seen(loaded: Installation) -> None:
    told = {supply["state"] for row in loaded.rows("fleet", select(Machine.supplies)) for supply in row.supplies}
    assert told == set(fleet.LevelState)


def test_every_status_of_an_order_and_of_a_request_can_be_seen() -> None:
    estate = machines()
    placed = orders(estate, {machine.number: history_of(machine, TODAY) for machine in estate}, TODAY)
    assert {order.fields["steps"][-1]["status"] for order in placed} == set(OrderStatus)
    assert {one.fields["steps"][-1]["status"] for one in requests(estate, TODAY)} == set(RequestStatus)


def test_nobody_gets_a_mail_about_the_past(loaded: Installation) -> None:
    assert loaded.call(notify.ListMails)["rows"] == []


@pytest.mark.parametrize("email", [email for email, _who in LOGINS])
def test_who_is_named_at_the_start_can_log_in(loaded: Installation, email: str) -> None:
    assert loaded.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)["token"]


def test_a_user_of_a_former_customer_cannot_log_in(loaded: Installation) -> None:
    (email,) = (user["email"] for user in USERS if user["customer_number"] == FORMER)
    with pytest.raises(identity.WrongCredentials):
        loaded.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)


def test_loading_it_again_changes_nothing(loaded: Installation) -> None:
    before = _all_of(loaded)
    load(_ops(loaded), loaded.clock.parent, _refused, **SMALL)
    assert _all_of(loaded) == before


def test_a_load_that_is_cut_off_goes_on_and_makes_the_same(loaded: Installation, tmp_path: Path) -> None:
    installation = _installation(tmp_path)
    try:
        for after in (7, 90, 200):
            with pytest.raises(CutOff):
                load(_ops(installation), tmp_path, _cut_off(after), **SMALL)
        note = tmp_path / "demo-loaded"
        lines = note.read_text().splitlines()
        note.write_text("\n".join(lines[:-1]) + "\n")  # what was done last was not noted any more
        load(_ops(installation), tmp_path, _quiet, **SMALL)
        assert _all_of(installation) == _all_of(loaded)
    finally:
        installation.stop()


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def show(stage: str, done: int, steps: int) -> None:
        told.append((done, steps))
        _cut(done, 5)

    installation = _installation(tmp_path)
    try:
        with pytest.raises(CutOff):
            load(_ops(installation), tmp_path, show, **SMALL)
    finally:
        installation.stop()
    assert [done for done, _steps in told] == [1, 2, 3, 4, 5]
    assert len({steps for _done, steps in told}) == 1


def _installation(folder: Path) -> Installation:
    return Installation("in-process, SQLite", folder, demo=True)


def _ops(installation: Installation) -> Client:
    return Client(installation.transport(OPS), timeout=10)


def _all_of(installation: Installation) -> dict[str, list[Any]]:
    """What was made, without what is made up anew each time: ids and reference numbers."""
    ordered = select(Order.placed_at, Order.status, Order.purchase_reference, Order.name)
    asked = select(ServiceRequest.received_at, ServiceRequest.status, ServiceRequest.description)
    counters = select(Machine.equipment_number, Machine.total, Machine.condition, Machine.last_contact_at)
    readings = select(MeterReading.observed_at, MeterReading.total, MeterReading.outcome)
    return {
        "machines": sorted(map(str, installation.rows("fleet", counters))),
        "readings": sorted(map(str, installation.rows("fleet", readings))),
        "orders": sorted(map(str, installation.rows("ordering", ordered))),
        "requests": sorted(map(str, installation.rows("servicedesk", asked))),
    }


def _quiet(stage: str, done: int, steps: int) -> None:
    """Nobody is looking."""


def _refused(stage: str, done: int, steps: int) -> None:
    raise AssertionError("something was done")


def _cut(done: int, after: int) -> None:
    if done == after:
        raise CutOff


def _cut_off(after: int) -> Any:
    return lambda _stage, done, _steps: _cut(done, after)
