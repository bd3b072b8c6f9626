"""Pages per month, told by the operation: of accepted readings in scope, in one statement however many there are."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, a_reading, number, submit
from contracts.running import STAFF, Installation
from sqlalchemy import event

from services.fleet.contracts import ListMonthlyVolumes, MachineNotFound

pytestmark = pytest.mark.every_environment

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def months_ago(installation: Installation, months: int, day: int = 1) -> dt.datetime:
    today = installation.now.astimezone(ZONE)
    months = today.year * 12 + today.month - 1 - months
    return dt.datetime(months // 12, months % 12 + 1, day, tzinfo=ZONE)


def a_read_machine(installation: Installation, customer: Customer, *readings: tuple[dt.datetime, int, str]) -> str:
    """A machine with these readings: moment, total and source."""
    serial = number("S")
    machine = a_machine(installation, customer, serial_number=serial)
    made = [
        a_reading(
            installation,
            total,
            device={"serial_number": serial},
            observed_at=at.isoformat(),
            source=source,
            counters={"mono": total - total // 4, "colour": total // 4},
        )
        for at, total, source in readings
    ]
    submit(installation, customer, *made)
    return machine


def test_months_are_told_oldest_first_with_mono_and_colour(installation: Installation, customer: Customer) -> None:
    machine = a_read_machine(
        installation,
        customer,
        (months_ago(installation, 3), 1000, "manual"),
        (months_ago(installation, 2), 1400, "collector"),
        (months_ago(installation, 1), 2400, "collector"),
    )
    rows = installation.call(ListMonthlyVolumes, customer.user(), machine_id=machine)["rows"]
    assert [(row["month"], row["total"], row["mono"], row["colour"], row["complete"]) for row in rows] == [
        (months_ago(installation, 3).date().isoformat(), 400, 300, 100, True),
        (months_ago(installation, 2).date().isoformat(), 1000, 750, 250, True),
    ]


def test_no_more_months_are_told_than_are_asked_for(installation: Installation, customer: Customer) -> None:
    machine = a_read_machine(
        installation, customer, (months_ago(installation, 30), 0, "walk"), (months_ago(installation, 0), 300, "walk")
    )
    assert len(installation.call(ListMonthlyVolumes, STAFF, machine_id=machine, months=6)["rows"]) == 5
    assert len(installation.call(ListMonthlyVolumes, STAFF, machine_id=machine, months=36)["rows"]) == 30


def test_a_held_reading_counts_nothing(installation: Installation, customer: Customer) -> None:
    machine = a_read_machine(
        installation,
        customer,
        (months_ago(installation, 2), 1000, "walk"),
        (months_ago(installation, 2, 20), 10, "walk"),
        (months_ago(installation, 1), 1300, "walk"),
    )
    (row,) = installation.call(ListMonthlyVolumes, STAFF, machine_id=machine)["rows"]
    assert row["total"] == 300


def test_a_machine_out_of_scope_is_not_found(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    for caller in (a_customer(installation).user(), customer.user(groups=[a_group(installation, customer)])):
        with pytest.raises(MachineNotFound):
            installation.call(ListMonthlyVolumes, caller, machine_id=machine)


def test_pages_of_a_former_customer_are_not_told(installation: Installation, customer: Customer) -> None:
    serial, new = number("S"), a_customer(installation)
    described = {"equipment_number": number("E"), "serial_number": serial}
    machine = a_machine(installation, customer, **described)
    for owner, months, total in ((customer, 5, 0), (customer, 4, 900), (new, 2, 1000), (new, 1, 1300)):
        a_machine(installation, owner, **described)
        at = months_ago(installation, months).isoformat()
        submit(installation, owner, a_reading(installation, total, device={"serial_number": serial}, observed_at=at))
    (row,) = installation.call(ListMonthlyVolumes, new.user(), machine_id=machine)["rows"]
    assert row["total"] == 300


def test_one_statement_tells_it_all(installation: Installation, customer: Customer) -> None:
    readings = [
        (months_ago(installation, month, day), 1000 - month * 30 + day, "walk") for month in range(25) for day in (1, 9)
    ]
    machine = a_read_machine(installation, customer, *sorted(readings))
    statements: list[str] = []
    engine = installation.runtime("fleet").database._reading

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "after_cursor_execute", note)
    installation.call(ListMonthlyVolumes, STAFF, machine_id=machine, months=25)
    event.remove(engine, "after_cursor_execute", note)
    assert len([one for one in statements if "meter_readings" in one]) == 1
