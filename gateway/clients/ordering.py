"""Ordering, as the pages need it: what fits a machine."""

from gateway.clients.line import Line
from services.chassis.bus import Pending
from services.ordering.contracts import ListFittingSupplies


class OrderingClient:
    """The catalogue, for machines within the caller's scope."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def list_fitting_supplies(self, machine_id: str) -> Pending:
        """Raises MachineNotFound."""
        return self._line.ask(ListFittingSupplies, machine_id=machine_id)
