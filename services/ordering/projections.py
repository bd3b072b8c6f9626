"""Ordering's projections of other services' aggregates."""

from services.chassis.messaging.projections import ProjectionSpec
from services.fleet.contracts import FeedMachines, FeedModels
from services.identity.contracts import FeedCustomers
from services.ordering.model import Customer, Machine, MachineModel

PROJECTIONS = (
    ProjectionSpec(FeedMachines, Machine, has_groups=True),
    ProjectionSpec(FeedModels, MachineModel),
    ProjectionSpec(FeedCustomers, Customer),
)
