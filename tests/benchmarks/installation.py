"""Full mode with a private broker and database server, and clients for the gateway's and the operator's broker user."""

import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import full_installation
from full_installation import FullInstallation
from sqlalchemy import Engine, create_engine

from deploy.run import credentials
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract.caller import GATEWAY, OPS

LIMITS = "file_service_request=100000"
"""One person files more service requests than a person would."""
_numbers = itertools.count(1)


def number(prefix: str = "") -> str:
    """A number that is unique in this run."""
    return f"{prefix}{next(_numbers):07d}"


@dataclass(frozen=True, slots=True)
class BenchInstallation:
    """`client` calls as the gateway, `ops` as the command line; `engine` opens a service's database."""

    installation: FullInstallation
    client: Client
    ops: Client

    def engine(self, service: str) -> Engine:
        return create_engine(self.installation.database_of(service))


@contextlib.contextmanager
def running(*, demo: bool = True) -> Iterator[BenchInstallation]:
    """With the demo's data, or empty."""
    with tempfile.TemporaryDirectory(prefix="machinepark-bench-") as folder:
        installation = full_installation.start(Path(folder) / "var", demo=demo, MACHINEPARK_HOURLY_LIMITS=LIMITS)
        try:
            saved = credentials.saved(installation.var)
            assert saved is not None
            transports = [AmqpTransport(saved.amqp_url(user)) for user in (GATEWAY, OPS)]
            gateway, ops = (Client(transport, timeout=30) for transport in transports)
            yield BenchInstallation(installation, gateway, ops)
            for transport in transports:
                transport.close()
        finally:
            full_installation.tear_down(installation)
