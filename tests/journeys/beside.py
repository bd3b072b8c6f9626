"""What runs beside an installation of many processes: a second gateway, calls on the bus, and a busy load."""

import itertools
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any

from eventually import eventually
from full_installation import FullInstallation
from portal import ROOT
from private_servers import free_port

from deploy.run.credentials import Credentials, saved
from deploy.run.secret_key import secret_key
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, Operation
from services.chassis.contract.caller import GATEWAY, OPS
from services.fleet.contracts import ListMachines, UpsertGroup
from services.identity.contracts import ListCustomers, StaffRight

STAFF = Caller.operator(*StaffRight)
ANOTHER_CUSTOMER = "1050117"


def access_of(installation: FullInstallation) -> Credentials:
    access = saved(installation.var)
    assert access is not None
    return access


class Second:
    """`machinepark serve` of one part of the installation once more, with the settings of the first."""

    def __init__(self, installation: FullInstallation, part: str, *options: str, **settings: str) -> None:
        access = access_of(installation)
        own = {
            "MACHINEPARK_AMQP_URL": access.amqp_url(part),
            "MACHINEPARK_DATABASE_URL": access.database_url(part) if part != GATEWAY else "",
            "MACHINEPARK_DEMO": "true",
            "MACHINEPARK_METRICS_PORT": "",
        }
        command = [sys.executable, "-m", "deploy.cli.main", "serve", part, *options]
        environment = installation.environment | own | settings
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def kill(self) -> None:
        """The process itself, not those that it has started."""
        self._process.kill()
        self._process.wait(30)


class SecondGateway(Second):
    """On a port of its own. Returns when it answers."""

    def __init__(self, installation: FullInstallation) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            installation, GATEWAY, MACHINEPARK_SECRET_KEY=secret_key(installation.var), MACHINEPARK_PORT=str(self.port)
        )
        eventually(self._answers, within=300)

    def _answers(self) -> bool:
        assert self.is_running
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class Calls:
    """Calls of operations, as the broker user who may speak for the caller."""

    def __init__(self, installation: FullInstallation) -> None:
        access = access_of(installation)
        self._transports = {user: AmqpTransport(access.amqp_url(user)) for user in (GATEWAY, OPS, "notify")}

    def call(self, operation: type[Operation], caller: Caller = STAFF, *, user: str = "", **request: Any) -> Any:
        user = user or (OPS if caller.is_staff else GATEWAY)
        return Client(self._transports[user], timeout=20).call(operation, caller, **request)

    def close(self) -> None:
        for transport in self._transports.values():
            transport.close()


class Bustle:
    """From `begin` to `end`, machines of another customer go into a group and out of it, some fifty a second.

    Each is an event that every service with a copy of machines takes in.
    """

    A_SECOND, MOST = 50, 20_000

    def __init__(self, calls: Calls) -> None:
        self._calls, self._over = calls, threading.Event()
        self._thread = threading.Thread(target=self._go_on)
        self._begun, self._ended, self.told, self.wrong = 0.0, 0.0, 0, list[str]()

    def begin(self) -> None:
        self._begun = time.monotonic()
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join(60)
        self._ended = time.monotonic()

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.told / (self._ended - self._begun)

    def _go_on(self) -> None:
        try:
            (customer,) = self._calls.call(ListCustomers, text=ANOTHER_CUSTOMER)["rows"]
            rows = self._calls.call(ListMachines, customer_id=customer["id"], limit=self.A_SECOND)["rows"]
            group = {"customer_number": ANOTHER_CUSTOMER, "name": "Busy"}
            for machine_ids in itertools.cycle(([row["id"] for row in rows], [])):
                self._calls.call(UpsertGroup, machine_ids=machine_ids, **group)
                self.told += len(rows)
                due = self._begun + self.told / self.A_SECOND
                if self._over.wait(max(0.0, due - time.monotonic())) or self.told > self.MOST:
                    return
        except Exception as error:  # told to the test, which runs in another thread
            self.wrong.append(repr(error))
