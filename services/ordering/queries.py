"""What is read from ordering: rows shaped for the caller, never outside the caller's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service import Work, feed
from services.chassis.service.scope import visible
from services.fleet.contracts import MachineNotFound
from services.ordering.model import Fit, Machine, Supply


def list_fitting_supplies(work: Work, caller: Caller, machine_id: UUID) -> dict[str, Any]:
    """The supplies that fit a machine. Raises MachineNotFound."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    model_id = work.session.scalar(
        select(Machine.model_id).where(Machine.id == machine_id, Machine.gone.is_(False), in_scope)
    )
    if model_id is None:
        raise MachineNotFound
    fitting = select(Supply).join(Fit, Fit.supply_id == Supply.id).where(Fit.model_id == model_id)
    return {"rows": list(work.session.scalars(fitting.order_by(Supply.kind, Supply.colour, Supply.sku).limit(200)))}


def feed_supplies(work: Work, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(work, Supply, after, limit)
