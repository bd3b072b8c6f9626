"""`python -m deploy.run.healthcheck`: exit code 0 if the process with the same settings is healthy.

For health checks of containers. Its imports are few, since it runs every few seconds.
"""

import contextlib
import os
import urllib.request

from services.chassis.bus import Client
from services.chassis.bus.address import Address
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.builtin_operations import Health
from services.chassis.contract.caller import GATEWAY
from services.chassis.settings import load

SECONDS = 5.0


def is_healthy(url: str, port: str) -> bool:
    """Check the gateway by `/healthz` on its port, a service by the operation `health` over the bus.

    The user of the broker URL says which one it is.
    """
    user = Address.of(url).user
    if user == GATEWAY:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=SECONDS) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
    with contextlib.closing(AmqpTransport(url)) as transport:
        try:
            client = Client(transport, timeout=SECONDS, patience=0)
            return bool(client.call(Health, Caller.visitor(), service=user)["healthy"])
        except ContractError:
            return False


if __name__ == "__main__":
    here = load().amqp_url, os.environ.get("MACHINEPARK_PORT", "8000")
    raise SystemExit(0 if here[0] and is_healthy(*here) else 1)
