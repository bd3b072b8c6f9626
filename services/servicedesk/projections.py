"""The service desk's projections of other services' aggregates."""

from services.chassis.messaging.projections import ProjectionSpec
from services.fleet.contracts import FeedMachines
from services.identity.contracts import FeedCustomers
from services.servicedesk.model import Customer, Machine

PROJECTIONS = (
    ProjectionSpec(FeedMachines, Machine, has_groups=True),
    ProjectionSpec(FeedCustomers, Customer),
)
