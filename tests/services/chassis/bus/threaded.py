"""Run as a program, without green threads, as a web process is: `python -m tests.services.chassis.bus.threaded URL`.

Prints what it found, as JSON.
"""

import json
import os
import sys
import threading
import time
from typing import Any

from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.stage import Stage


def in_a_fork(stage: Stage) -> bool:
    """Whether a forked process calls and publishes over connections of its own, and leaves the parent's alone."""
    stage.ask(n=1)
    event = stage.event(1)
    stage.transport.publish([event])
    before = _lines(stage.transport)
    child = os.fork()
    if not child:
        good = stage.ask(n=2) == {"n": 2} and stage.transport.publish([event]) == {event.id}
        os._exit(0 if good and not set(_lines(stage.transport)) & set(before) else 1)
    _, status = os.waitpid(child, 0)
    return status == 0 and stage.ask(n=3) == {"n": 3} and _lines(stage.transport) == before


def _lines(transport: Any) -> list[int]:
    return [id(transport._calls._line), id(transport._publisher._line)]


def idle_share(stage: Stage) -> float:
    """Which share of a core it takes to be connected and do nothing."""
    stage.ask()
    nothing = threading.Event()
    begun, used = time.monotonic(), time.process_time()
    nothing.wait(1)
    return (time.process_time() - used) / (time.monotonic() - begun)


def main(url: str, service: str) -> None:
    transport = AmqpTransport(url)
    with Stage(transport, service) as stage:
        stage.serve()
        stage.consume_events(stage.subscription(), on_event=lambda message: message.settle(True))
        found = {"fork": in_a_fork(stage), "idle": idle_share(stage), "green": "eventlet" in sys.modules}
    transport.close()
    print(json.dumps(found))  # noqa: T201  # how a program answers


if __name__ == "__main__":
    main(*sys.argv[1:])
