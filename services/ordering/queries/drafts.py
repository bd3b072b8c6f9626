"""Queries on drafts (baskets)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, NotFound
from services.chassis.persistence import UnitOfWork
from services.ordering.model import Customer, Draft, DraftLine, Machine, Order, Supply, common_cost_centre
from services.ordering.model.delivery import ADDRESS, DELIVERY, address
from services.ordering.model.draft import basket_of
from services.ordering.queries.availability import Availability, Pair, availability_of
from services.ordering.queries.catalogue import open_orders
from services.ordering.queries.money import total
from services.ordering.queries.orders import sees_some

_EMPTY: dict[str, Any] = {
    "id": None,
    "revision": 0,
    "lines": [],
    "unavailable": [],
    "deliver_to": None,
    "total": None,
    "wants_reason": False,
    "addresses": [],
    "expires_at": None,
    "reference_number": "",
    **dict.fromkeys(DELIVERY, ""),
}
MAX_ADDRESSES = 8


def get_draft(uow: UnitOfWork, caller: Caller, draft_id: UUID | None) -> dict[str, Any]:
    """Raises NotFound unless the id is that of a draft of the caller."""
    draft = draft_of(uow, caller, draft_id) if draft_id else basket(uow, caller)
    return dict(_EMPTY) if draft is None else shown(uow, caller, draft)


def basket(uow: UnitOfWork, caller: Caller, *, lock: bool = False) -> Draft | None:
    """The caller's basket at the present customer; None when nothing was added yet."""
    query = select(Draft).where(Draft.basket_of == basket_of(caller))
    return uow.session.scalar(query.with_for_update() if lock else query)


def draft_of(uow: UnitOfWork, caller: Caller, draft_id: UUID, *, lock: bool = False) -> Draft:
    """The caller's own draft with this id. Raises NotFound."""
    query = select(Draft).where(
        Draft.id == draft_id, Draft.person_id == caller.user_id, Draft.customer_id == caller.customer_id
    )
    draft = uow.session.scalar(query.with_for_update() if lock else query)
    if draft is None:
        raise NotFound
    return draft


def shown(uow: UnitOfWork, caller: Caller, draft: Draft) -> dict[str, Any]:
    """The draft as the contracts' `Draft`."""
    availability = availability_of_lines(uow, caller, draft)
    orders = {} if draft.reference_number else open_orders(uow, caller, list(availability))
    available = [(line, result) for line in draft.lines if isinstance(result := availability[_pair(line)], tuple)]
    lines = [_line(line, machine, supply, _newest(orders, line)) for line, (machine, supply) in available]
    return {
        "id": draft.id,
        "revision": draft.revision,
        "lines": lines,
        "unavailable": [] if draft.reference_number else _unavailable(uow, draft, availability),
        "deliver_to": address(draft) if draft.addressed else None,
        "total": total((line["price"], line["quantity"]) for line in lines),
        "wants_reason": any(line["open_order"] for line in lines),
        "addresses": _addresses(uow, caller, [machine for _, (machine, _) in available]),
        "expires_at": draft.expires_at(uow.zone),
        "reference_number": draft.reference_number,
        **{name: getattr(draft, name) for name in DELIVERY},
        "cost_centre": draft.cost_centre
        if draft.addressed
        else common_cost_centre(line["machine"]["cost_centre"] for line in lines),
    }


def availability_of_lines(uow: UnitOfWork, caller: Caller, draft: Draft) -> Availability:
    """Machine and supply of each line, or why it cannot be ordered any more."""
    return availability_of(uow, caller, map(_pair, draft.lines))


def _unavailable(uow: UnitOfWork, draft: Draft, availability: Availability) -> list[dict[str, Any]]:
    """The lines that cannot be ordered any more, as the contracts' `UnavailableLine`."""
    refused = [(line, error) for line in draft.lines if isinstance(error := availability[_pair(line)], ContractError)]
    query = select(Supply).where(Supply.sku.in_([line.sku for line, _ in refused]))
    names = {supply.sku: supply.name for supply in uow.session.scalars(query)} if refused else {}
    return [
        {
            "id": line.id,
            "sku": line.sku,
            "name": names.get(line.sku, ""),
            "quantity": line.quantity,
            "cause": error.code,
            "machine": error.params.get("machine", ""),
        }
        for line, error in refused
    ]


def _newest(orders: Mapping[Pair, Sequence[dict[str, Any]]], line: DraftLine) -> dict[str, Any] | None:
    """The newest open order of the line's supply for its machine, of those by pair, newest first."""
    return next(iter(orders.get(_pair(line), ())), None)


def _pair(line: DraftLine) -> Pair:
    return line.machine_id, line.sku


def _line(line: DraftLine, machine: Machine, supply: Supply, open_order: dict[str, Any] | None) -> dict[str, Any]:
    names = ("sku", "name", "kind", "colour", "included_in_contract", "price")
    return {name: getattr(supply, name) for name in names} | {
        "id": line.id,
        "machine": machine.snapshot,
        "quantity": line.quantity,
        "line_total": total([(supply.price, line.quantity)]),
        "open_order": open_order,
    }


def _addresses(uow: UnitOfWork, caller: Caller, machines: list[Machine]) -> list[dict[str, Any]]:
    """Addresses to choose from, without duplicates: those of the machines in the basket, then those of the last 20
    orders that the caller sees."""
    customer = uow.get(Customer, caller.customer_id)
    of_machines = [
        {
            "name": machine.site or (customer.name if customer else ""),
            **{name: getattr(machine, name) for name in ("street", "postcode", "city")},
            "country": "NL",
            "used_before": False,
        }
        for machine in machines
        if machine.street and machine.postcode and machine.city
    ]
    recent = select(Order).where(sees_some(caller)).order_by(Order.placed_at.desc()).limit(20)
    used = [address(order) | {"used_before": True} for order in uow.session.scalars(recent)]
    unique: dict[tuple[str, ...], dict[str, Any]] = {}
    for candidate in of_machines + used:
        unique.setdefault(tuple(candidate[name] for name in ADDRESS), candidate)
    return list(unique.values())[:MAX_ADDRESSES]
