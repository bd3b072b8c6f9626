"""The lines of a new order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.ordering.model import Machine, OrderLine
from services.ordering.queries.availability import Pair, expect_available
from services.ordering.queries.catalogue import expect_reason


def order_lines(uow: UnitOfWork, caller: Caller, requested: Sequence[dict[str, Any]], reason: str) -> list[OrderLine]:
    """Build the lines of an order. Requested lines with the same machine and SKU are merged.

    Raises MachineNotFound, SupplyDoesNotFit, and SupplyAlreadyOnItsWay for a supply in an open order unless `reason` is
    set.
    """
    quantities: Counter[Pair] = Counter()
    for line in requested:
        quantities[line["machine_id"], line["sku"]] += line["quantity"]
    available = expect_available(uow, caller, quantities)
    expect_reason_locked(uow, caller, quantities, reason)
    return [OrderLine.of(*available[pair], quantity) for pair, quantity in quantities.items()]


def expect_reason_locked(uow: UnitOfWork, caller: Caller, pairs: Iterable[Pair], reason: str) -> None:
    """As `expect_reason`; the machines are locked, so that of two orders at the same moment the second sees the
    first."""
    if not reason:
        pairs = list(pairs)
        machines = select(Machine.id).where(Machine.id.in_({id for id, _ in pairs})).order_by(Machine.id)
        uow.session.execute(machines.with_for_update(key_share=True))
        expect_reason(uow, caller, pairs, reason)
