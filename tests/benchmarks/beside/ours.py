"""A service on the chassis: `python -m tests.benchmarks.beside.ours AMQP_URL DATABASE_URL`."""

import deploy.run.green  # noqa: F401, I001  # before all else, as in a process of services
import sys
import threading
from pathlib import Path
from typing import Any

from services.chassis import observe
from services.chassis.bus.amqp import AmqpTransport
from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.chassis.service.process import Process, ServiceParts
from services.chassis.settings import Settings
from tests.benchmarks.beside.contract import SERVICE, FindPart, Greet, statement


class Bench:
    name = SERVICE

    @operation(Greet)
    def greet(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return request

    @operation(FindPart)
    def find_part(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return work.session.scalars(statement(request["id"])).one()


class Quiet:
    """Listens to nothing."""

    name = f"{SERVICE}.subscriptions"


def main(amqp_url: str, database_url: str) -> None:
    observe.log_to_stderr(as_json=True, level="INFO")
    settings = Settings(var=Path(), database_url=database_url, shared_broker_user="guest")
    process = Process(settings, [ServiceParts(Bench, Quiet)], lambda _user: AmqpTransport(amqp_url))
    process.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
