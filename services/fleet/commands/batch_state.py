"""Stored machines and counters that a batch of readings refers to, loaded once and updated as the batch is
processed."""

import datetime as dt
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import Outcome
from services.fleet.model import Machine, MeterReading

Standing = tuple[dt.datetime, int]
"""Time and value of the total counter."""


class BatchState:
    """Machines by serial number and MAC address, keys of stored readings, and accepted counters; loaded in three
    statements."""

    def __init__(self, uow: UnitOfWork, readings: Sequence[dict[str, Any]]) -> None:
        self._session = uow.session
        devices = [reading["device"] for reading in readings]
        self._by_serial: dict[str, Machine] = {}
        self._by_mac: dict[str, Machine] = {}
        for machine in self._machines(
            {device["serial_number"] for device in devices}, {device["mac_address"] for device in devices}
        ):
            self.index(machine)
        ids = {machine.id for machine in (*self._by_serial.values(), *self._by_mac.values())}
        self._keys = self._keys_of(ids, {reading["key"] for reading in readings})
        times = [reading["observed_at"] for reading in readings]
        self._standings = self._standings_of(ids, min(times), max(times)) if times else defaultdict(list)

    def by_serial(self, number: str) -> Machine | None:
        return self._by_serial.get(number) if number else None

    def by_mac(self, address: str) -> Machine | None:
        return self._by_mac.get(address) if address else None

    def index(self, machine: Machine) -> None:
        """Index the machine by its present numbers."""
        for index in (self._by_serial, self._by_mac):
            for number in [number for number, indexed in index.items() if indexed is machine]:
                del index[number]
        if machine.serial_number:
            self._by_serial[machine.serial_number] = machine
        if machine.mac_address:
            self._by_mac[machine.mac_address] = machine

    def is_known(self, machine: Machine, key: str) -> bool:
        return (machine.id, key) in self._keys

    def total_before(self, machine: Machine, at: dt.datetime) -> int | None:
        """The total of the last accepted reading at or before this moment."""
        standings = self._standings[machine.id]
        position = bisect_right(standings, at, key=lambda standing: standing[0])
        return standings[position - 1][1] if position else None

    def keep(self, machine: Machine, reading: dict[str, Any], *, accepted: bool) -> None:
        """Add a reading to the state against which the next ones are checked."""
        self._keys.add((machine.id, reading["key"]))
        total = reading["counters"]["total"]
        if accepted and total is not None:
            insort(self._standings[machine.id], (reading["observed_at"], total), key=lambda standing: standing[0])

    def _machines(self, serials: set[str], macs: set[str]) -> list[Machine]:
        query = select(Machine).where(
            or_(Machine.serial_number.in_(serials - {""}), Machine.mac_address.in_(macs - {""}))
        )
        return list(self._session.scalars(query))

    def _keys_of(self, ids: set[UUID], keys: set[str]) -> set[tuple[UUID, str]]:
        query = select(MeterReading.machine_id, MeterReading.key).where(
            MeterReading.machine_id.in_(ids), MeterReading.key.in_(keys)
        )
        return {(row.machine_id, row.key) for row in self._session.execute(query)}

    def _standings_of(self, ids: set[UUID], first: dt.datetime, last: dt.datetime) -> defaultdict[UUID, list[Standing]]:
        """The accepted counters of these machines between two moments, and the last one before the first moment."""
        accepted = (MeterReading.outcome == Outcome.ACCEPTED, MeterReading.total.is_not(None))
        newest_first = (MeterReading.observed_at.desc(), MeterReading.id.desc())
        before = (
            select(MeterReading.id)
            .where(MeterReading.machine_id == Machine.id, MeterReading.observed_at < first, *accepted)
            .order_by(*newest_first)
            .limit(1)
            .correlate(Machine)
            .scalar_subquery()
        )
        within = MeterReading.observed_at.between(first, last) & MeterReading.machine_id.in_(ids)
        query = (
            select(MeterReading.machine_id, MeterReading.observed_at, MeterReading.total)
            .where(*accepted, or_(within, MeterReading.id.in_(select(before).where(Machine.id.in_(ids)))))
            .order_by(MeterReading.observed_at, MeterReading.id)
        )
        standings: defaultdict[UUID, list[Standing]] = defaultdict(list)
        for machine_id, at, total in self._session.execute(query):
            if total is not None:
                standings[machine_id].append((at, total))
        return standings
