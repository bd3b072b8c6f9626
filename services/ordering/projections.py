"""Ordering's projections of other services' aggregates."""

from services.chassis.messaging import IncomingEvent, projections
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence import UnitOfWork, scope
from services.fleet.contracts import FeedMachines, FeedModels
from services.identity.contracts import FeedCustomers
from services.ordering.model import Customer, Machine, MachineModel


def keep_machine(uow: UnitOfWork, event: IncomingEvent) -> None:
    """Store the machine's state and its groups, which determine its scope."""
    if projections.apply_state(uow, Machine, event) is not None:
        scope.set_groups(uow.session, event.subject, event.data.get("group_ids", ()))


def keep_model(uow: UnitOfWork, event: IncomingEvent) -> None:
    projections.apply_state(uow, MachineModel, event)


def keep_customer(uow: UnitOfWork, event: IncomingEvent) -> None:
    projections.apply_state(uow, Customer, event)


PROJECTIONS = {
    "machine_state_changed": ProjectionSpec(FeedMachines, Machine, keep_machine, has_groups=True),
    "model_state_changed": ProjectionSpec(FeedModels, MachineModel, keep_model),
    "customer_state_changed": ProjectionSpec(FeedCustomers, Customer, keep_customer),
}
