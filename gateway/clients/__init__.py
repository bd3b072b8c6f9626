"""The only callers of the bus: one class per service. Queries answer `.answer()`, so that they can run side by side."""

from collections.abc import Callable
from typing import cast

from flask import current_app
from werkzeug.local import LocalProxy

from gateway.clients.fleet import FleetClient
from gateway.clients.house import HouseClient
from gateway.clients.identity import IdentityClient
from gateway.clients.line import Line
from gateway.clients.notify import NotifyClient
from gateway.clients.ordering import OrderingClient
from gateway.clients.servicedesk import ServicedeskClient
from services.chassis.bus import Client
from services.chassis.contract import Caller


class Clients:
    """All of them, over one connection."""

    def __init__(self, bus: Client, caller: Callable[[], Caller]) -> None:
        line = Line(bus, caller)
        self.identity = IdentityClient(line)
        self.fleet = FleetClient(line)
        self.ordering = OrderingClient(line)
        self.servicedesk = ServicedeskClient(line)
        self.notify = NotifyClient(line)
        self.house = HouseClient(line)


def _clients() -> Clients:
    kept: Clients = current_app.extensions["clients"]
    return kept


identity = cast(IdentityClient, LocalProxy(lambda: _clients().identity))
fleet = cast(FleetClient, LocalProxy(lambda: _clients().fleet))
ordering = cast(OrderingClient, LocalProxy(lambda: _clients().ordering))
servicedesk = cast(ServicedeskClient, LocalProxy(lambda: _clients().servicedesk))
notify = cast(NotifyClient, LocalProxy(lambda: _clients().notify))
house = cast(HouseClient, LocalProxy(lambda: _clients().house))
