"""A service on the chassis: `python -m tests.benchmarks.programs.machinepark AMQP_URL DATABASE_URL`."""

import deploy.run.monkeypatch  # noqa: F401, I001  # before all else, as in a process of services
import sys
import threading
from pathlib import Path
from typing import Any

from services.chassis import observability
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.process import Process
from services.chassis.settings import Settings
from tests.benchmarks.programs.contract import SERVICE, FindPart, Greet, statement


def _greet(_uow: UnitOfWork, _caller: Caller, **request: Any) -> Any:
    return request


def _find_part(uow: UnitOfWork, _caller: Caller, id: int) -> Any:
    return uow.session.scalars(statement(id)).one()


class Bench:
    name = SERVICE

    greet = operation(Greet, _greet)
    find_part = operation(FindPart, _find_part)


class NoSubscriptions:
    """Without subscriptions."""

    name = f"{SERVICE}.subscriptions"


def main(amqp_url: str, database_url: str) -> None:
    observability.log_to_stderr(as_json=True, level="INFO")
    settings = Settings(var=Path(), database_url=database_url, shared_broker_user="guest")
    process = Process(settings, [ServiceDefinition(Bench, NoSubscriptions)], lambda _user: AmqpTransport(amqp_url))
    process.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
