"""Run without green threads, as a web process is: `python -m tests.services.chassis.bus.native_threads URL SERVICE`.

Prints its results as JSON.
"""

import json
import os
import sys
import threading
import time
from typing import Any

from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.endpoint import Endpoint


def fork_has_own_connections(endpoint: Endpoint) -> bool:
    """Whether a forked process calls and publishes over its own connections and leaves those of the parent alone."""
    endpoint.call(n=1)
    event = endpoint.event(1)
    endpoint.transport.publish([event])
    before = _connection_ids(endpoint.transport)
    child = os.fork()
    if not child:
        succeeded = endpoint.call(n=2) == {"n": 2} and endpoint.transport.publish([event]) == {event.id}
        os._exit(0 if succeeded and not set(_connection_ids(endpoint.transport)) & set(before) else 1)
    _, status = os.waitpid(child, 0)
    return status == 0 and endpoint.call(n=3) == {"n": 3} and _connection_ids(endpoint.transport) == before


def _connection_ids(transport: Any) -> list[int]:
    return [id(transport._calls._line), id(transport._publisher._line)]


def idle_share(endpoint: Endpoint) -> float:
    """The share of a core that an idle connection uses."""
    endpoint.call()
    never_set = threading.Event()
    started, cpu_used = time.monotonic(), time.process_time()
    never_set.wait(1)
    return (time.process_time() - cpu_used) / (time.monotonic() - started)


def main(url: str, service: str) -> None:
    transport = AmqpTransport(url)
    with Endpoint(transport, service) as endpoint:
        endpoint.serve()
        endpoint.consume_events(endpoint.subscription(), on_event=lambda message: message.settle(True))
        results = {
            "fork": fork_has_own_connections(endpoint),
            "idle": idle_share(endpoint),
            "green": "eventlet" in sys.modules,
        }
    transport.close()
    print(json.dumps(results))  # noqa: T201  # standard output is the result


if __name__ == "__main__":
    main(*sys.argv[1:])
