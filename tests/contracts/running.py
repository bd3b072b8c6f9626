"""A running installation: all five services in one environment, with real databases, bus and mail server."""

import contextlib
import dataclasses
import datetime as dt
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import shared_servers
from contracts.mails import MailServer
from environments import CALL_TIMEOUT, Environment, environment
from eventually import eventually
from sqlalchemy import select
from sqlalchemy.orm import Session

from deploy.run.services import SERVICES
from services.chassis.bus import Client, Subscription, Transport
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, Kind, Operation
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS
from services.chassis.persistence.tables import inbox, jobs, outbox
from services.chassis.runtime.process import Process
from services.chassis.runtime.runtime import Runtime
from services.chassis.runtime.subscribers import subscriptions_of
from services.identity.contracts import StaffRight

STAFF = Caller.operator(*StaffRight)
LONGEST_TRANSACTION_SECONDS = 60
"""An event's id is created before its transaction commits, by at most so much."""
SUBSCRIPTIONS = [one for service in SERVICES for one in subscriptions_of(service.events)]


class Installation:
    """`clock` is the file that shifts the installation's time. Without `demo`, mails are sent to `mail_server`."""

    def __init__(self, environment_name: str, folder: Path, *, demo: bool = False) -> None:
        self.clock, self.mail_server = folder / "clock", None if demo else MailServer(folder / "mails")
        smtp_url = self.mail_server.url if self.mail_server else ""
        names = [service.name for service in SERVICES]
        if environment_name.startswith("RabbitMQ"):
            shared_servers.amqp_url()  # skips before databases are created
        environment_ = environment(environment_name, folder, names, demo=demo, smtp_url=smtp_url, clock_file=self.clock)
        self.environment = _with_own_vhost(environment_)
        if self.mail_server:
            self.mail_server.start()
        self.process = Process(self.environment.settings, SERVICES, self.environment.connect)
        self.process.migrate()
        self.process.start()
        self._transports: dict[str, Transport] = {}
        self._settled: set[tuple[str, str]] = set()
        self._settled_until = UUID(int=0)

    def call(self, operation: type[Operation], caller: Caller = STAFF, **request: Any) -> dict[str, Any]:
        """Call an operation, as the broker user who may speak for this caller."""
        user = caller.person_id if caller.kind is Kind.SERVICE else OPS if caller.has_right(OPERATE) else GATEWAY
        return self.client(user).call(operation, caller, **request)

    def client(self, user: str) -> Client:
        """A client with a broker user's rights."""
        return Client(self.transport(user), timeout=CALL_TIMEOUT)

    def transport(self, user: str) -> Transport:
        """The transport of a broker user."""
        if user not in self._transports:
            self._transports[user] = self.environment.connect(user)
        return self._transports[user]

    def runtime(self, service: str) -> Runtime:
        return self.process.runtimes[service]

    @contextlib.contextmanager
    def read(self, service: str) -> Iterator[Session]:
        """A read-only session of a service's database."""
        with self.runtime(service).database.read() as session:
            yield session

    def rows(self, service: str, statement: Any) -> list[Any]:
        with self.read(service) as session:
            return list(session.execute(statement))

    @property
    def now(self) -> dt.datetime:
        return self.runtime("fleet").clock.now()

    def shift(self, **by: float) -> None:
        """Advance the clock (`hours=13`). Waits for pending events first: retention deletes their inbox rows after a
        month, and `settle` could no longer distinguish handled events from pending ones."""
        self.settle()
        self.clock.write_text(str(dt.timedelta(**by).total_seconds()))

    def shift_back(self) -> None:
        """Reset the clock. Waits for pending events first: the next attempt of a failed one may be a month from now."""
        if not self.clock.exists():
            return
        try:
            self.settle()
        finally:
            self.clock.unlink()

    def settle(self) -> None:
        """Returns when every recorded event has been handled by every subscription and no job is running."""
        try:
            eventually(lambda: not self._pending_work(), within=60)
        except AssertionError:
            raise AssertionError(f"under way: {self._pending_work()}; failed: {self._failed_events()}") from None

    def _pending_work(self) -> set[tuple[str, str]]:
        leased = select(jobs.c.command, jobs.c.key).where(jobs.c.leased_until.is_not(None))
        if running := {
            (row.command, row.key) for service in self.process.runtimes for row in self.rows(service, leased)
        }:
            return running
        started = time.time()
        recent = select(outbox.c.id, outbox.c.type).where(outbox.c.id > self._settled_until)
        events = {service: self.rows(service, recent) for service in self.process.runtimes}
        expected = {
            (one.queue, str(event.id))
            for one in SUBSCRIPTIONS
            for event in events[one.source]
            if event.type == one.event_type
        }
        if missing := expected - self._settled:
            ended = select(inbox.c.subscription, inbox.c.event_id).where(inbox.c.status != "retry")
            ended = ended.where(inbox.c.event_id.in_(sorted({event_id for _, event_id in missing})))
            for service in self.process.runtimes:
                self._settled |= {(row.subscription, row.event_id) for row in self.rows(service, ended)}
            missing -= self._settled
        if not missing:
            self._settled_until = _first_id_at(started - LONGEST_TRANSACTION_SECONDS)
        return missing

    def _failed_events(self) -> list[Any]:
        columns = inbox.c.subscription, inbox.c.event_id, inbox.c.next_at, inbox.c.error
        failed = select(*columns).where(inbox.c.status == "retry")
        return [tuple(row) for service in self.process.runtimes for row in self.rows(service, failed)]

    def stop(self) -> None:
        self.process.stop()
        self.environment.close()
        if self.mail_server:
            self.mail_server.stop()


def _first_id_at(seconds: float) -> UUID:
    """The least UUIDv7 of a moment (Unix time); its first 48 bits are milliseconds (RFC 9562, section 5.7)."""
    return UUID(int=int(seconds * 1000) << 80)


def subscription_of(event_type: str, service: str) -> Subscription:
    """A service's subscription to events of a type."""
    return next(
        one for one in SUBSCRIPTIONS if (one.event_type, one.service) == (event_type, f"{service}.subscriptions")
    )


def _with_own_vhost(shared: Environment) -> Environment:
    """On RabbitMQ, with its own vhost where one can be created, because installations use the same queue names."""
    if not shared.settings.shared_broker_user:
        return shared
    url = urlsplit(shared_servers.amqp_url())
    name = f"{shared_servers.RUN}-{uuid.uuid4().hex[:6]}"
    if not shared_servers.add_vhost(name, url.username or "guest"):
        return shared
    own = url._replace(path=f"/{name}").geturl()
    return dataclasses.replace(shared, open=lambda _user: AmqpTransport(own))
