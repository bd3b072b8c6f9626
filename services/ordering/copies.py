"""Ordering's copies of what fleet owns."""

from services.chassis.service import ReceivedEvent, Work, copies, scope
from services.fleet.contracts import FeedMachines, FeedModels
from services.ordering.model import Machine, MachineModel


def keep_machine(work: Work, event: ReceivedEvent) -> None:
    """A machine as fleet now has it, with its groups: they decide who may order for it."""
    if copies.keep(work, Machine, event) is not None:
        scope.place(work.session, event.subject, event.data.get("group_ids", ()))


def keep_model(work: Work, event: ReceivedEvent) -> None:
    copies.keep(work, MachineModel, event)


COPIES = {"machine_recorded": (FeedMachines, keep_machine), "model_recorded": (FeedModels, keep_model)}
