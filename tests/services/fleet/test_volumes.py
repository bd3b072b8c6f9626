"""Pages per month of accepted readings in scope, read in one statement."""

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


def a_machine_with_readings(
    installation: Installation, customer: Customer, *readings: tuple[dt.datetime, int, str]
) -> str:
    """A machine with these readings: time, total and source."""
    serial = number("S")
    machine = a_machine(installation, customer, serial_number=serial)
    submitted = [
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
    submit(installation, customer, *submitted)
    return machine


def test_months_are_listed_oldest_first_with_mono_and_colour(installation: Installation, customer: Customer) -> None:
    machine = a_machine_with_readings(
        installation,
        customer,
        (months_ago(installation, 3), 1000, "manual"),
        (months_ago(installation, 2), 1400, "collector"),
        (months_ago(installation, 1), 2400, "collector"),
    )
    rows = installation.call(ListMonthlyVolumes, customer.caller(), machine_id=machine)["rows"]
    assert [(row["month"], row["total"], row["mono"], row["colour"], row["complete"]) for row in rows] == [
        (months_ago(installation, 3).date().isoformat(), 400, 300, 100, True),
        (months_ago(installation, 2).date().isoformat(), 1000, 750, 250, True),
    ]


def test_at_most_the_requested_months_are_listed(installation: Installation, customer: Customer) -> None:
    machine = a_machine_with_readings(
        installation, customer, (months_ago(installation, 30), 0, "walk"), (months_ago(installation, 0), 300, "walk")
    )
    assert len(installation.call(ListMonthlyVolumes, STAFF, machine_id=machine, months=6)["rows"]) == 5
    assert len(installation.call(ListMonthlyVolumes, STAFF, machine_id=machine, months=36)["rows"]) == 30


def test_a_held_reading_is_ignored(installation: Installation, customer: Customer) -> None:
    machine = a_machine_with_readings(
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
    for caller in (a_customer(installation).caller(), customer.caller(groups=[a_group(installation, customer)])):
        with pytest.raises(MachineNotFound):
            installation.call(ListMonthlyVolumes, caller, machine_id=machine)


def test_pages_of_a_former_customer_are_not_listed(installation: Installation, customer: Customer) -> None:
    serial, new = number("S"), a_customer(installation)
    values = {"equipment_number": number("E"), "serial_number": serial}
    machine = a_machine(installation, customer, **values)
    for owner, months, total in ((customer, 5, 0), (customer, 4, 900), (new, 2, 1000), (new, 1, 1300)):
        a_machine(installation, owner, **values)
        at = months_ago(installation, months).isoformat()
        submit(installation, owner, a_reading(installation, total, device={"serial_number": serial}, observed_at=at))
    (row,) = installation.call(ListMonthlyVolumes, new.caller(), machine_id=machine)["rows"]
    assert row["total"] == 300


def test_volumes_are_read_in_one_statement(installation: Installation, customer: Customer) -> None:
    readings = [
        (months_ago(installation, month, day), 1000 - month * 30 + day, "walk") for month in range(25) for day in (1, 9)
    ]
    machine = a_machine_with_readings(installation, customer, *sorted(readings))
    statements: list[str] = []
    engine = installation.runtime("fleet").database._reading

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "after_cursor_execute", record)
    installation.call(ListMonthlyVolumes, STAFF, machine_id=machine, months=25)
    event.remove(engine, "after_cursor_execute", record)
    assert len([statement for statement in statements if "meter_readings" in statement]) == 1
