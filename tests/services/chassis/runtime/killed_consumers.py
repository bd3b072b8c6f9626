"""Processes of the shelf that kill themselves: `python killed_consumers.py AMQP_URL DATABASE_URL TIMES`.

TIMES is a JSON object of places and how many processes are to be killed there, one after the other: `handling` (of an
event), `before the commit` and `before the acknowledgement` (of a broker dead letter). The last line of the output says
how many were killed.
"""

import dataclasses
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).parent))

import deploy.run.eventlet_import  # noqa: F401  # before nameko is imported
from services.chassis.bus import DeadLetteredMessage, Subscription
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.messaging import broker_dead_letters
from services.chassis.runtime.claims import Claims
from services.chassis.runtime.runtime import Runtime
from services.chassis.settings import Settings

TOY_BROKE = Subscription("shelf.subscriptions", "on_toy_broke", "toys", "toy_broke")


def die(*_: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemError("still alive")


def consume(where: str, amqp_url: str, database_url: str) -> None:
    transport = AmqpTransport(amqp_url)
    if where == "handling":
        consumer: Any = transport.consume_events([TOY_BROKE], die, 1)
    else:
        runtime = Runtime("shelf", Settings(database_url=database_url), transport, Claims(frozenset()))
        dead_letters = broker_dead_letters.BrokerDeadLetters(runtime.database, runtime.clock, {})
        insert = broker_dead_letters.insert_new

        def insert_and_die(*arguments: Any) -> NoReturn:
            insert(*arguments)
            die()

        def store(message: DeadLetteredMessage) -> None:
            dead_letters.store(dataclasses.replace(message, settle=die))

        if where == "before the commit":
            broker_dead_letters.insert_new = insert_and_die
        consumer = transport.consume_dead_letters("shelf", store)
    threading.Event().wait(30)
    consumer.stop()


def was_killed(*arguments: str) -> bool:
    """Whether a process that runs `consume` with these arguments is killed."""
    if not (child := os.fork()):
        consume(*arguments)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


if __name__ == "__main__":
    amqp_url, database_url, times = sys.argv[1:]
    killed = {
        where: sum(was_killed(where, amqp_url, database_url) for _ in range(count))
        for where, count in json.loads(times).items()
    }
    sys.stdout.write(json.dumps(killed))
