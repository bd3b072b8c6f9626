"""Command that stores meter readings. Each reading of a batch is checked separately and has its own result."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.fleet.commands.batch_state import BatchState
from services.fleet.commands.machines import customer_of, model_of
from services.fleet.contracts import Outcome, ReadingSource, Reason, SupplyColour
from services.fleet.model import Machine, MeterReading
from services.fleet.model.alerts import need_attention, read_alerts
from services.fleet.model.reading import Verdict, judge
from services.fleet.model.supply_reading import read_supplies
from services.identity.contracts import UnknownCustomer


def submit_readings(
    uow: UnitOfWork, caller: Caller, customer_number: str, readings: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Store readings of devices at a customer. Raises UnknownCustomer, also for a collector of another customer."""
    customer_id = customer_of(uow, customer_number).id
    if caller.customer_id not in (None, customer_id):
        raise UnknownCustomer(customer_number=customer_number)
    batch = _Batch(uow, customer_id, [reading for reading in readings if "problems" not in reading])
    with uow.session.no_autoflush:  # the batch reads from `BatchState`, not from the session
        results = [_invalid(reading) if "problems" in reading else batch.accept(reading) for reading in readings]
    batch.end()
    return {"results": results}


class _Batch:
    """Checks and collects the readings of a batch. A machine is updated once, with its latest report."""

    def __init__(self, uow: UnitOfWork, customer_id: UUID, readings: Sequence[dict[str, Any]]) -> None:
        self._uow, self._customer_id, self._state = uow, customer_id, BatchState(uow, readings)
        self._rows: list[dict[str, Any]] = []
        self._reports: dict[UUID, tuple[Machine, dict[str, Any]]] = {}

    def accept(self, reading: dict[str, Any]) -> dict[str, Any]:
        device = reading["device"]
        by_mac = self._state.by_mac(device["mac_address"])
        machine = self._state.by_serial(device["serial_number"]) or by_mac
        own_machine = machine if machine and machine.customer_id == self._customer_id else None
        if own_machine and self._state.is_known(own_machine, reading["key"]):
            return _result(reading, own_machine, Verdict(Outcome.UNCHANGED))
        last_total = self._state.total_before(machine, reading["observed_at"]) if machine else None
        verdict = judge(reading, machine, by_mac, self._customer_id, last_total, self._uow.now)
        if verdict.outcome is Outcome.REFUSED:
            return _result(reading, None, verdict)
        if machine is None:
            machine = self._discover(reading)
        self._store(machine, reading, verdict)
        return _result(reading, machine, verdict)

    def end(self) -> None:
        """Update the machines from their latest reports and insert the readings."""
        for machine, reading in self._reports.values():
            machine.report(
                reading["observed_at"],
                read_supplies(reading["supplies"]),
                read_alerts(reading["errors"], reading["alerts"]),
                _other_name(machine, reading["device"]),
                needs_attention=need_attention(reading["errors"], reading["alerts"]),
            )
        if self._rows:
            self._uow.session.flush()
            self._uow.session.execute(insert(MeterReading), self._rows)

    def _discover(self, reading: dict[str, Any]) -> Machine:
        """Create a machine of the customer for an unknown device."""
        device = reading["device"]
        supplies = read_supplies(reading["supplies"])
        is_colour = any(supply.colour is SupplyColour.CYAN for supply in supplies)
        model = model_of(self._uow, device["manufacturer"], device["model_name"], colour=is_colour)
        machine = self._uow.add(Machine.of_customer(self._customer_id, model))
        self._uow.session.flush()  # the next reading may be of the same model
        return machine

    def _store(self, machine: Machine, reading: dict[str, Any], verdict: Verdict) -> None:
        accepted = verdict.outcome is Outcome.ACCEPTED
        self._state.keep(machine, reading, accepted=accepted)
        self._rows.append(_row(machine, reading, verdict, self._uow))
        if not accepted:
            return
        counters, device = reading["counters"], reading["device"]
        if machine.number(serial_number=device["serial_number"], mac_address=device["mac_address"]):
            machine.index()
            self._state.index(machine)
        machine.count(
            reading["observed_at"], counters["total"], counters["mono"], counters["colour"], counters["other_unit"]
        )
        if reading["source"] is not ReadingSource.MANUAL:
            _, latest = self._reports.get(machine.id, (machine, reading))
            if reading["observed_at"] >= latest["observed_at"]:
                self._reports[machine.id] = machine, reading


def _other_name(machine: Machine, device: dict[str, str]) -> str:
    """The model name that the device reports, if it differs from the machine's model."""
    if device["other_model_name"]:
        return device["other_model_name"]
    name = device["model_name"]
    return "" if not name or name.casefold() == machine.model.name.casefold() else name


def _row(machine: Machine, reading: dict[str, Any], verdict: Verdict, uow: UnitOfWork) -> dict[str, Any]:
    counters = reading["counters"]
    return {
        "machine_id": machine.id,
        "customer_id": machine.customer_id,
        "key": reading["key"],
        "observed_at": reading["observed_at"],
        "received_at": uow.now,
        "source": reading["source"],
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "total": counters["total"],
        "mono": counters["mono"],
        "colour": counters["colour"],
    }


def _invalid(reading: dict[str, Any]) -> dict[str, Any]:
    """The result of a reading that does not fit its schema."""
    return {
        "key": reading["key"],
        "outcome": Outcome.REFUSED,
        "reason": Reason.INVALID,
        "machine_id": None,
        "params": {"fields": reading["problems"]},
    }


def _result(reading: dict[str, Any], machine: Machine | None, verdict: Verdict) -> dict[str, Any]:
    reason, params = verdict.reason, {}
    if verdict.outcome is Outcome.ACCEPTED and machine and (name := _other_name(machine, reading["device"])):
        reason, params = Reason.IDENTITY_CONFLICT, {"other_model_name": name}
    return {
        "key": reading["key"],
        "outcome": verdict.outcome,
        "reason": reason,
        "machine_id": machine.id if machine else None,
        "params": params,
    }
