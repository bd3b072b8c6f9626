"""The demo data: complete, the same on each load, loaded without sending mails."""

import datetime as dt
from collections.abc import Callable, Iterator
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
from deploy.demo.service_requests import demo_service_requests
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


class Interrupted(Exception):
    """Simulates the end of the process at this step."""


@pytest.fixture(scope="module")
def progress() -> list[tuple[int, int]]:
    """What loading reports: the number of steps that are done, and of all."""
    return []


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, progress: list[tuple[int, int]]) -> Iterator[Installation]:
    installation = _installation(tmp_path_factory.mktemp("demo"))
    load(_ops(installation), installation.clock.parent, lambda _stage, *counts: progress.append(counts), **SMALL)
    installation.settle()
    yield installation
    installation.stop()


def test_demo_has_three_customers_two_hundred_machines_and_two_years_of_readings() -> None:
    machines_ = machines()
    assert len({machine.customer_number for machine in machines_}) == len(CUSTOMERS) - 1 == 3
    assert len(machines_) == 200
    assert max(len(history_of(machine, TODAY).readings) for machine in machines_) >= WEEKS == 104


def test_demo_has_machines_in_every_condition(loaded: Installation) -> None:
    counts = loaded.call(fleet.GetOverview)["counts"]
    assert [name for name in fleet.Condition if not counts[name]] == []


def test_demo_has_supplies_in_every_level_state(loaded: Installation) -> None:
    states = {supply["state"] for row in loaded.rows("fleet", select(Machine.supplies)) for supply in row.supplies}
    assert states == set(fleet.LevelState)


def test_demo_has_orders_and_requests_in_every_status() -> None:
    machines_ = machines()
    placed = orders(machines_, {machine.number: history_of(machine, TODAY) for machine in machines_}, TODAY)
    assert {order.fields["steps"][-1]["status"] for order in placed} == set(OrderStatus)
    assert {request.fields["steps"][-1]["status"] for request in demo_service_requests(machines_, TODAY)} == set(
        RequestStatus
    )


def test_loading_sends_no_mail(loaded: Installation) -> None:
    assert loaded.call(notify.ListMails)["rows"] == []


@pytest.mark.parametrize("email", [email for email, _who in LOGINS])
def test_listed_demo_user_can_log_in(loaded: Installation, email: str) -> None:
    assert loaded.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)["token"]


def test_user_of_a_former_customer_cannot_log_in(loaded: Installation) -> None:
    (email,) = (user["email"] for user in USERS if user["customer_number"] == FORMER)
    with pytest.raises(identity.WrongCredentials):
        loaded.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)


def test_second_load_changes_nothing(loaded: Installation) -> None:
    before = _content_of(loaded)
    load(_ops(loaded), loaded.clock.parent, _no_step_expected, **SMALL)
    assert _content_of(loaded) == before


def test_interrupted_load_continues_with_the_same_result(loaded: Installation, tmp_path: Path) -> None:
    installation = _installation(tmp_path)
    try:
        for after in (7, 90, 200):
            with pytest.raises(Interrupted):
                load(_ops(installation), tmp_path, _interrupt_after(after), **SMALL)
        progress_file = tmp_path / "demo-loaded"
        lines = progress_file.read_text().splitlines()
        progress_file.write_text("\n".join(lines[:-1]) + "\n")  # as if the process ended before it wrote the last step
        load(_ops(installation), tmp_path, _ignore_progress, **SMALL)
        assert _content_of(installation) == _content_of(loaded)
    finally:
        installation.stop()


def test_load_reports_its_progress(loaded: Installation, progress: list[tuple[int, int]]) -> None:
    assert progress == [(done, len(progress)) for done in range(1, len(progress) + 1)]


def _installation(folder: Path) -> Installation:
    return Installation("in-process, SQLite", folder, demo=True)


def _ops(installation: Installation) -> Client:
    return installation.client(OPS)


def _content_of(installation: Installation) -> dict[str, list[Any]]:
    """The loaded data without generated ids and reference numbers."""
    orders_ = select(Order.placed_at, Order.status, Order.purchase_reference, Order.name)
    requests_ = select(ServiceRequest.received_at, ServiceRequest.status, ServiceRequest.description)
    counters = select(Machine.equipment_number, Machine.total, Machine.condition, Machine.last_contact_at)
    readings = select(MeterReading.observed_at, MeterReading.total, MeterReading.outcome)
    return {
        "machines": sorted(map(str, installation.rows("fleet", counters))),
        "readings": sorted(map(str, installation.rows("fleet", readings))),
        "orders": sorted(map(str, installation.rows("ordering", orders_))),
        "requests": sorted(map(str, installation.rows("servicedesk", requests_))),
    }


def _ignore_progress(stage: str, done: int, steps: int) -> None:
    """Progress is not shown."""


def _no_step_expected(stage: str, done: int, steps: int) -> None:
    raise AssertionError("a step was executed")


def _interrupt_after(after: int) -> Callable[[str, int, int], None]:
    def show(_stage: str, done: int, _steps: int) -> None:
        if done == after:
            raise Interrupted

    return show
