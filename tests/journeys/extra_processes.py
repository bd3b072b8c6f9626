"""Extra processes of a full installation, calls over RabbitMQ, and background load."""

import itertools
import signal
import sys
import threading
import time
import urllib.request
from typing import Any

import forked_process
from eventually import eventually
from full_installation import FullInstallation
from portal import COMMAND_LINE
from private_servers import free_port

from deploy.run.credentials import Credentials, saved
from deploy.run.secret_key import secret_key
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, Operation
from services.chassis.contract.caller import GATEWAY, OPS
from services.fleet.contracts import ListMachines, UpsertGroup
from services.identity.contracts import ListCustomers, StaffRight

STAFF_CALLER = Caller.operator(*StaffRight)
OTHER_CUSTOMER_NUMBER = "1050117"


def credentials_of(installation: FullInstallation) -> Credentials:
    credentials = saved(installation.var)
    assert credentials is not None
    return credentials


class ExtraProcess:
    """Another process of a service or the gateway: `machinepark serve`, with the settings of the first."""

    def __init__(self, installation: FullInstallation, part: str, *options: str, **settings: str) -> None:
        credentials = credentials_of(installation)
        own_settings = {
            "MACHINEPARK_AMQP_URL": credentials.amqp_url(part),
            "MACHINEPARK_DATABASE_URL": credentials.database_url(part) if part != GATEWAY else "",
            "MACHINEPARK_DEMO": "true",
            "MACHINEPARK_METRICS_PORT": "",
        }
        environment = installation.environment | own_settings | settings
        self._process = forked_process.start(
            COMMAND_LINE, "serve", part, *options, environment=environment, stdout=sys.__stderr__
        )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    def kill(self) -> None:
        """Kills the process, but not its child processes."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(30)


class SecondGateway(ExtraProcess):
    """A second gateway on its own port. Returns when it is ready."""

    def __init__(self, installation: FullInstallation) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            installation, GATEWAY, MACHINEPARK_SECRET_KEY=secret_key(installation.var), MACHINEPARK_PORT=str(self.port)
        )
        eventually(self._is_ready, within=300)

    def _is_ready(self) -> bool:
        assert self.is_running
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False


class BusClient:
    """Calls operations as the broker user that may act for the caller."""

    def __init__(self, installation: FullInstallation) -> None:
        credentials = credentials_of(installation)
        self._transports = {user: AmqpTransport(credentials.amqp_url(user)) for user in (GATEWAY, OPS, "notify")}

    def call(self, operation: type[Operation], caller: Caller = STAFF_CALLER, *, user: str = "", **request: Any) -> Any:
        user = user or (OPS if caller.is_staff else GATEWAY)
        return Client(self._transports[user], timeout=20).call(operation, caller, **request)

    def close(self) -> None:
        for transport in self._transports.values():
            transport.close()


class BackgroundLoad:
    """From `start` to `stop`, adds machines of another customer to a group and removes them.

    Each change is an event that every service with a projection of machines handles, at most EVENTS_PER_SECOND.
    """

    EVENTS_PER_SECOND, MAX_EVENTS = 5, 20_000

    def __init__(self, calls: BusClient) -> None:
        self._calls, self._stopping = calls, threading.Event()
        self._thread = threading.Thread(target=self._publish_events)
        self._started_at, self.published, self.errors = 0.0, 0, list[str]()

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(60)

    def _publish_events(self) -> None:
        try:
            (customer,) = self._calls.call(ListCustomers, text=OTHER_CUSTOMER_NUMBER)["rows"]
            rows = self._calls.call(ListMachines, customer_id=customer["id"], limit=self.EVENTS_PER_SECOND)["rows"]
            group = {"customer_number": OTHER_CUSTOMER_NUMBER, "name": "Busy"}
            for machine_ids in itertools.cycle(([row["id"] for row in rows], [])):
                self._calls.call(UpsertGroup, machine_ids=machine_ids, **group)
                self.published += len(rows)
                due = self._started_at + self.published / self.EVENTS_PER_SECOND
                if self._stopping.wait(max(0.0, due - time.monotonic())) or self.published > self.MAX_EVENTS:
                    return
        except Exception as error:  # for the test, which runs in another thread
            self.errors.append(repr(error))
