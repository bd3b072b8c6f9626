"""How the command line reaches the house: through the running process, or by starting the services for a moment."""

import contextlib
from collections.abc import Iterator

from deploy.run import lock
from deploy.run.embedded import embedded
from deploy.run.socket import SocketTransport
from services.chassis.bus import Client
from services.chassis.contract import Caller
from services.chassis.settings import Settings
from services.identity.contracts import StaffRight

OPERATOR = Caller.operator(*StaffRight)


@contextlib.contextmanager
def house(settings: Settings) -> Iterator[Client]:
    """A client as `ops`. Where no process runs, its services start, do the work, drain and stop."""
    if lock.is_held(settings.var):
        transport = SocketTransport(settings.var)
        try:
            yield Client(transport)
        finally:
            transport.close()
    else:
        with embedded(settings) as started:
            yield started.client()
            started.drain()
