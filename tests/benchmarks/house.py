"""The full way to run, on a broker and a database server of its own, and a client that speaks as the gateway does."""

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

_numbers = itertools.count(1)


def number(prefix: str = "") -> str:
    """One that nobody else has."""
    return f"{prefix}{next(_numbers):07d}"


@dataclass(frozen=True, slots=True)
class BenchInstallation:
    """`client` is the gateway's, `ops` the command line's; `engine` opens a service's database."""

    installation: FullInstallation
    client: Client
    ops: Client

    def engine(self, service: str) -> Engine:
        return create_engine(self.installation.database_of(service))


@contextlib.contextmanager
def running(*, demo: bool = True) -> Iterator[BenchInstallation]:
    """With the demo's data, or empty."""
    with tempfile.TemporaryDirectory(prefix="machinepark-bench-") as folder:
        installation = full_installation.start(Path(folder) / "var", demo=demo)
        try:
            kept = credentials.saved(installation.var)
            assert kept is not None
            transports = [AmqpTransport(kept.amqp_url(user)) for user in (GATEWAY, OPS)]
            gateway, ops = (Client(transport, timeout=30) for transport in transports)
            yield BenchInstallation(installation, gateway, ops)
            for transport in transports:
                transport.close()
        finally:
            full_installation.end(installation)
