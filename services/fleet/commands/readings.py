"""Readings come in: each is judged by itself, and told what became of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.fleet.commands.machines import customer_of, machine_of, model_of
from services.fleet.contracts import Outcome, Reason, SupplyColour
from services.fleet.model import Machine, MeterReading
from services.fleet.model.reading import Verdict, judge
from services.fleet.model.supply_reading import read_supplies
from services.identity.contracts import UnknownCustomer


def submit_readings(
    work: Work, caller: Caller, customer_number: str, readings: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Take readings of devices at a customer. Raises UnknownCustomer, also for a collector of another one."""
    customer_id = customer_of(work, customer_number).id
    if caller.customer_id not in (None, customer_id):
        raise UnknownCustomer(customer_number=customer_number)
    return {"results": [_take(work, customer_id, reading) for reading in readings]}


def _take(work: Work, customer_id: UUID, reading: dict[str, Any]) -> dict[str, Any]:
    device = reading["device"]
    by_mac = machine_of(work, mac_address=device["mac_address"])
    machine = machine_of(work, serial_number=device["serial_number"]) or by_mac
    if machine is not None and machine.customer_id == customer_id and _came_before(work, machine, reading["key"]):
        return _result(reading, machine, Verdict(Outcome.UNCHANGED))
    last = _last_before(work, machine, reading) if machine else None
    verdict = judge(reading, machine, by_mac, customer_id, last, work.now)
    if verdict.outcome is Outcome.REFUSED:
        return _result(reading, None, verdict)
    if machine is None:
        machine = _discover(work, customer_id, reading)
    work.keep(_kept(work, machine, reading, verdict))
    if verdict.outcome is Outcome.ACCEPTED:
        _apply(machine, reading)
    return _result(reading, machine, verdict)


def _discover(work: Work, customer_id: UUID, reading: dict[str, Any]) -> Machine:
    """A device that nobody recorded yet becomes a machine of the customer."""
    device = reading["device"]
    supplies = read_supplies(reading["supplies"])
    in_colour = any(supply.colour is SupplyColour.CYAN for supply in supplies)
    model = model_of(work, device["manufacturer"], device["model_name"], colour=in_colour)
    machine = work.keep(Machine.of_customer(customer_id, model))
    work.session.flush()  # its reading, which follows, refers to it
    return machine


def _apply(machine: Machine, reading: dict[str, Any]) -> None:
    device = reading["device"]
    machine.number(serial_number=device["serial_number"], mac_address=device["mac_address"])
    machine.report(
        reading["observed_at"],
        read_supplies(reading["supplies"]),
        _alerts(reading),
        reading["counters"],
        _other_name(machine, device),
    )
    machine.index()


def _alerts(reading: dict[str, Any]) -> list[dict[str, Any]]:
    states = [{"code": code, "description": ""} for code in reading["errors"]]
    told = [{"code": alert["group"], "description": alert["description"]} for alert in reading["alerts"]]
    return states + [alert for alert in told if alert["description"]]


def _other_name(machine: Machine, device: dict[str, str]) -> str:
    """The name by which the device calls itself when that is not the machine's model."""
    if device["other_model_name"]:
        return device["other_model_name"]
    own = device["model_name"]
    return "" if not own or own.casefold() == machine.model.name.casefold() else own


def _came_before(work: Work, machine: Machine, key: str) -> bool:
    before = select(MeterReading.id).where(MeterReading.machine_id == machine.id, MeterReading.key == key)
    return work.session.scalar(before) is not None


def _last_before(work: Work, machine: Machine, reading: dict[str, Any]) -> MeterReading | None:
    return work.session.scalar(
        select(MeterReading)
        .where(
            MeterReading.machine_id == machine.id,
            MeterReading.outcome == Outcome.ACCEPTED,
            MeterReading.observed_at <= reading["observed_at"],
            MeterReading.total.is_not(None),
        )
        .order_by(MeterReading.observed_at.desc(), MeterReading.id.desc())
        .limit(1)
    )


def _kept(work: Work, machine: Machine, reading: dict[str, Any], verdict: Verdict) -> MeterReading:
    counters = reading["counters"]
    return MeterReading(
        machine_id=machine.id,
        customer_id=machine.customer_id,
        key=reading["key"],
        observed_at=reading["observed_at"],
        received_at=work.now,
        source=reading["source"],
        outcome=verdict.outcome,
        reason=verdict.reason,
        total=counters["total"],
        mono=counters["mono"],
        colour=counters["colour"],
    )


def _result(reading: dict[str, Any], machine: Machine | None, verdict: Verdict) -> dict[str, Any]:
    reason, params = verdict.reason, {}
    if verdict.outcome is Outcome.ACCEPTED and machine and machine.other_model_name:
        reason, params = Reason.IDENTITY_CONFLICT, {"other_model_name": machine.other_model_name}
    return {
        "key": reading["key"],
        "outcome": verdict.outcome,
        "reason": reason,
        "machine_id": machine.id if machine else None,
        "params": params,
    }
