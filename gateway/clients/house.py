"""The services as such: whether each can do its work."""

from gateway.clients.line import Line
from services.chassis.bus import Pending
from services.chassis.contract import Caller
from services.chassis.contract.house import Health

SERVICES = ("identity", "fleet", "ordering", "servicedesk", "notify")
PATIENCE = 2.0
"""Seconds: a service that takes longer to say that it is well, is not."""


class HouseClient:
    def __init__(self, line: Line) -> None:
        self._line = line

    def health(self) -> dict[str, Pending]:
        """Ask every service how it is."""
        return {
            name: self._line.bus.start(Health, Caller.visitor(), service=name, timeout=PATIENCE) for name in SERVICES
        }
