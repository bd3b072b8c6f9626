"""Readings come in: each is judged by itself, and told what became of it."""

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
    """Take readings of devices at a customer. Raises UnknownCustomer, also for a collector of another one."""
    customer_id = customer_of(uow, customer_number).id
    if caller.customer_id not in (None, customer_id):
        raise UnknownCustomer(customer_number=customer_number)
    batch = _Batch(uow, customer_id, readings)
    with uow.session.no_autoflush:  # all that a batch asks stands in `Known`
        results = [batch.take(reading) for reading in readings]
    batch.end()
    return {"results": results}


class _Batch:
    """Each reading passes the gate by itself; a machine is brought up to date once, with the last report it gave."""

    def __init__(self, uow: UnitOfWork, customer_id: UUID, readings: Sequence[dict[str, Any]]) -> None:
        self._uow, self._customer_id, self._known = uow, customer_id, BatchState(uow, readings)
        self._rows: list[dict[str, Any]] = []
        self._reports: dict[UUID, tuple[Machine, dict[str, Any]]] = {}

    def take(self, reading: dict[str, Any]) -> dict[str, Any]:
        device = reading["device"]
        by_mac = self._known.by_mac(device["mac_address"])
        machine = self._known.by_serial(device["serial_number"]) or by_mac
        ours = machine if machine and machine.customer_id == self._customer_id else None
        if ours and self._known.came_before(ours, reading["key"]):
            return _result(reading, ours, Verdict(Outcome.UNCHANGED))
        last = self._known.total_before(machine, reading["observed_at"]) if machine else None
        verdict = judge(reading, machine, by_mac, self._customer_id, last, self._uow.now)
        if verdict.outcome is Outcome.REFUSED:
            return _result(reading, None, verdict)
        if machine is None:
            machine = self._discover(reading)
        self._keep(machine, reading, verdict)
        return _result(reading, machine, verdict)

    def end(self) -> None:
        """The machines are as they reported last, and the readings are kept."""
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
        """A device that nobody recorded yet becomes a machine of the customer."""
        device = reading["device"]
        supplies = read_supplies(reading["supplies"])
        in_colour = any(supply.colour is SupplyColour.CYAN for supply in supplies)
        model = model_of(self._uow, device["manufacturer"], device["model_name"], colour=in_colour)
        machine = self._uow.add(Machine.of_customer(self._customer_id, model))
        self._uow.session.flush()  # the next one may be of the same model
        return machine

    def _keep(self, machine: Machine, reading: dict[str, Any], verdict: Verdict) -> None:
        accepted = verdict.outcome is Outcome.ACCEPTED
        self._known.keep(machine, reading, accepted=accepted)
        self._rows.append(_row(machine, reading, verdict, self._uow))
        if not accepted:
            return
        counters, device = reading["counters"], reading["device"]
        if machine.number(serial_number=device["serial_number"], mac_address=device["mac_address"]):
            machine.index()
            self._known.note(machine)
        machine.count(
            reading["observed_at"], counters["total"], counters["mono"], counters["colour"], counters["other_unit"]
        )
        if reading["source"] is not ReadingSource.MANUAL:
            _, latest = self._reports.get(machine.id, (machine, reading))
            if reading["observed_at"] >= latest["observed_at"]:
                self._reports[machine.id] = machine, reading


def _other_name(machine: Machine, device: dict[str, str]) -> str:
    """The name by which the device calls itself when that is not the machine's model."""
    if device["other_model_name"]:
        return device["other_model_name"]
    own = device["model_name"]
    return "" if not own or own.casefold() == machine.model.name.casefold() else own


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
