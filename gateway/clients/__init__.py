"""The gateway's only callers of services. Queries return a PendingCall, so that several can run in parallel."""

from collections.abc import Callable
from typing import cast

from flask import current_app
from werkzeug.local import LocalProxy

from gateway.clients.contact import ContactClient
from gateway.clients.customers import CustomersClient
from gateway.clients.fleet import FleetClient
from gateway.clients.groups import GroupsClient
from gateway.clients.identity import IdentityClient
from gateway.clients.notify import NotifyClient
from gateway.clients.ordering import OrderingClient
from gateway.clients.registrations import RegistrationsClient
from gateway.clients.rpc import RpcClient
from gateway.clients.servicedesk import ServicedeskClient
from gateway.clients.services import ServicesClient
from gateway.clients.staff import StaffClient
from gateway.clients.users import UsersClient
from services.chassis.bus import Client
from services.chassis.contract import Caller


class Clients:
    """All clients, over one bus client. `caller` and `customer` are called for each request (see `UsersClient`)."""

    def __init__(self, bus: Client, caller: Callable[[], Caller], customer: Callable[[], str | None]) -> None:
        rpc = RpcClient(bus, caller)
        self.identity = IdentityClient(rpc)
        self.registrations = RegistrationsClient(rpc)
        self.users = UsersClient(rpc, customer)
        self.customers = CustomersClient(rpc)
        self.staff = StaffClient(rpc)
        self.fleet = FleetClient(rpc)
        self.groups = GroupsClient(rpc)
        self.ordering = OrderingClient(rpc)
        self.servicedesk = ServicedeskClient(rpc)
        self.contact = ContactClient(rpc)
        self.notify = NotifyClient(rpc)
        self.services = ServicesClient(rpc)


def _clients() -> Clients:
    clients: Clients = current_app.extensions["clients"]
    return clients


identity = cast(IdentityClient, LocalProxy(lambda: _clients().identity))
users = cast(UsersClient, LocalProxy(lambda: _clients().users))
registrations = cast(RegistrationsClient, LocalProxy(lambda: _clients().registrations))
customers = cast(CustomersClient, LocalProxy(lambda: _clients().customers))
staff = cast(StaffClient, LocalProxy(lambda: _clients().staff))
fleet = cast(FleetClient, LocalProxy(lambda: _clients().fleet))
groups = cast(GroupsClient, LocalProxy(lambda: _clients().groups))
ordering = cast(OrderingClient, LocalProxy(lambda: _clients().ordering))
servicedesk = cast(ServicedeskClient, LocalProxy(lambda: _clients().servicedesk))
contact = cast(ContactClient, LocalProxy(lambda: _clients().contact))
notify = cast(NotifyClient, LocalProxy(lambda: _clients().notify))
services = cast(ServicesClient, LocalProxy(lambda: _clients().services))
