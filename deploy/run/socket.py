"""The embedded process' door for the command line: calls over a Unix socket that only its owner can open (0600)."""

import json
import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import eventlet
import eventlet.queue

from services.chassis import observability
from services.chassis.bus import MessageConsumer, NoAnswer, NotDelivered, OutgoingEvent, Subscription
from services.chassis.bus.inprocess import InProcessBus
from services.chassis.runtime.claims import OPS

NAME = "machinepark.sock"
MOST_UNREAD = 1000
log = observability.log()


def serve(bus: InProcessBus, var: Path) -> Any:
    """Answer calls from the command line, as the broker user `ops`. Returns the listening socket."""
    path = _short(var / NAME)
    Path(path).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(path)
    finally:
        os.umask(before)
    listener.listen(16)
    transport = bus.connect(OPS)

    def answer(connection: socket.socket, _address: Any) -> None:
        try:
            with connection, connection.makefile("rwb") as file:
                _converse(bus, transport, file)
        except OSError:
            log.info("the command line went away")
        except Exception:  # it would end the door for everybody
            log.exception("the command line was not answered")

    eventlet.spawn(eventlet.serve, listener, answer)
    return listener


def _converse(bus: InProcessBus, transport: Any, file: Any) -> None:
    for line in file:
        asked = json.loads(line)
        if asked.get("watch"):
            _watch(bus, file)
            return
        said = _figures(bus) if asked.get("queues") else _reply(transport, asked)
        file.write(said + b"\n")
        file.flush()


def _watch(bus: InProcessBus, file: Any) -> None:
    """Write every event to `file` as it is published, until the other side has gone."""
    seen = eventlet.queue.LightQueue(MOST_UNREAD)

    def note(event: OutgoingEvent) -> None:
        if not seen.full():  # whoever reads slowly misses some; nobody else waits
            seen.put(event.body)

    bus.watchers.append(note)
    try:
        file.write(b'{"watching": true}\n')
        file.flush()
        while True:
            file.write(seen.get() + b"\n")
            file.flush()
    finally:
        bus.watchers.remove(note)


def _figures(bus: InProcessBus) -> bytes:
    return json.dumps(bus.figures()).encode()


def _reply(transport: Any, call: dict[str, Any]) -> bytes:
    try:
        reply = transport.send(
            call["service"], call["operation"], call["body"].encode(), call["headers"], call["timeout"]
        )
        return json.dumps({"body": reply.wait().decode()}).encode()
    except NotDelivered:
        return json.dumps({"fault": "not_delivered"}).encode()
    except NoAnswer:
        return json.dumps({"fault": "no_answer"}).encode()


class SocketTransport:
    """The command line's end: calls only."""

    def __init__(self, var: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(_short(var / NAME))
        self._file = self._socket.makefile("rwb")

    def send(self, service: str, operation: str, body: bytes, headers: dict[str, Any], timeout: float) -> "_Reply":
        call = {
            "service": service,
            "operation": operation,
            "body": body.decode(),
            "headers": headers,
            "timeout": timeout,
        }
        self._socket.settimeout(timeout + 1)
        try:
            self._file.write(json.dumps(call).encode() + b"\n")
            self._file.flush()
        except OSError:
            raise NotDelivered from None
        return _Reply(self._file)

    def figures(self) -> list[tuple[str, int, int]]:
        """As `InProcessBus.figures`."""
        self._file.write(b'{"queues": true}\n')
        self._file.flush()
        return [(name, ready, consumers) for name, ready, consumers in json.loads(self._file.readline())]

    def watch(self) -> Iterator[bytes]:
        """Every event from now on, as it travels."""
        self._socket.settimeout(None)
        self._file.write(b'{"watch": true}\n')
        self._file.flush()
        self._file.readline()
        yield from self._file

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        raise TypeError("the command line publishes nothing")

    def declare(self, subscriptions: Sequence[Subscription]) -> None:
        raise TypeError("the command line declares nothing")

    def has_consumers(self, subscriptions: Sequence[Subscription]) -> bool:
        raise TypeError("the command line looks at queues by `figures`")

    def serve(self, service: str, on_call: Any, prefetch: int) -> MessageConsumer:
        raise TypeError("the command line serves nothing")

    def listen(self, subscriptions: Sequence[Subscription], on_event: Any, prefetch: int) -> MessageConsumer:
        raise TypeError("the command line listens to nothing")

    def consume_dead_letters(self, service: str, on_dead_letter: Any) -> MessageConsumer:
        raise TypeError("the command line collects nothing")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class _Reply:
    def __init__(self, file: Any) -> None:
        self._file = file

    def wait(self) -> bytes:
        try:
            line = self._file.readline()
        except OSError:
            raise NoAnswer from None
        if not line:
            raise NoAnswer
        reply = json.loads(line)
        match reply.get("fault"):
            case "not_delivered":
                raise NotDelivered
            case "no_answer":
                raise NoAnswer
        return str(reply["body"]).encode()


def _short(path: Path) -> str:
    """Names of Unix sockets end at about 100 bytes: the shorter of the absolute and the relative path."""
    return min(str(path.absolute()), os.path.relpath(path), key=len)
