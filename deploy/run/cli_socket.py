"""Calls from the command line to the embedded process, over a Unix socket that only its owner can open (0600)."""

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
MAX_UNREAD = 1000
log = observability.log()


def serve(bus: InProcessBus, var: Path) -> Any:
    """Serve calls from the command line as the broker user `ops`. Returns the listening socket."""
    path = _short(var / NAME)
    Path(path).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    previous_umask = os.umask(0o177)
    try:
        listener.bind(path)
    finally:
        os.umask(previous_umask)
    listener.listen(16)
    transport = bus.connect(OPS)

    def answer(connection: socket.socket, _address: Any) -> None:
        try:
            with connection, connection.makefile("rwb") as file:
                _handle(bus, transport, file)
        except OSError:
            log.info("command line disconnected")
        except Exception:  # it would end the listener
            log.exception("command line request failed")

    eventlet.spawn(eventlet.serve, listener, answer)
    return listener


def _handle(bus: InProcessBus, transport: Any, file: Any) -> None:
    for line in file:
        request = json.loads(line)
        if request.get("watch"):
            _watch(bus, file)
            return
        response = _queue_stats(bus) if request.get("queues") else _reply(transport, request)
        file.write(response + b"\n")
        file.flush()


def _watch(bus: InProcessBus, file: Any) -> None:
    """Write every event to `file` as it is published, until the client disconnects."""
    events = eventlet.queue.LightQueue(MAX_UNREAD)

    def enqueue(event: OutgoingEvent) -> None:
        if not events.full():  # a slow reader misses events instead of delaying the publisher
            events.put(event.body)

    bus.watchers.append(enqueue)
    try:
        file.write(b'{"watching": true}\n')
        file.flush()
        while True:
            file.write(events.get() + b"\n")
            file.flush()
    finally:
        bus.watchers.remove(enqueue)


def _queue_stats(bus: InProcessBus) -> bytes:
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
    """The client side. It supports calls, queue statistics and watching events only."""

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
        """Yield every event from now on, as serialised on the bus."""
        self._socket.settimeout(None)
        self._file.write(b'{"watch": true}\n')
        self._file.flush()
        self._file.readline()
        yield from self._file

    def publish(self, events: Sequence[OutgoingEvent]) -> set[str]:
        raise TypeError("the command line cannot publish events")

    def declare(self, subscriptions: Sequence[Subscription]) -> None:
        raise TypeError("the command line cannot declare queues")

    def has_consumers(self, subscriptions: Sequence[Subscription]) -> bool:
        raise TypeError("the command line reads queues by `figures`")

    def serve(self, service: str, on_call: Any, prefetch: int) -> MessageConsumer:
        raise TypeError("the command line cannot serve calls")

    def listen(self, subscriptions: Sequence[Subscription], on_event: Any, prefetch: int) -> MessageConsumer:
        raise TypeError("the command line cannot consume events")

    def consume_dead_letters(self, service: str, on_dead_letter: Any) -> MessageConsumer:
        raise TypeError("the command line cannot consume dead letters")

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
    """The shorter of the absolute and the relative path: paths of Unix sockets have at most about 100 bytes."""
    return min(str(path.absolute()), os.path.relpath(path), key=len)
