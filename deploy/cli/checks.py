"""The checks of `machinepark doctor`. Each returns a sentence or (state, sentence), or raises StartupError."""

import os
import sys
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from deploy.cli.connect import broker_url
from deploy.cli.outbox import backlog_of_all
from deploy.cli.services import health_of_all
from deploy.cli.table import seconds_since
from deploy.rabbitmq.definitions import DELIVERY_LIMIT
from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run import broker as brokers
from deploy.run import full
from deploy.run.credentials import Credentials, saved
from deploy.run.errors import StartupError
from deploy.run.preflight import check_broker, check_database, check_mail_server
from deploy.run.queues import missing_exchanges
from gateway.settings import read_settings
from services.chassis.bus import Client
from services.chassis.bus.address import Address
from services.chassis.bus.topology import DEAD_LETTERS
from services.chassis.contract.caller import OPS
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import is_current
from services.chassis.settings import Settings

CheckResult = str | tuple[str, str]
WAITS_LONG = 60.0
"""Seconds within which an event should have left the outbox."""


def python() -> str:
    return f"{sys.version.split()[0]} at {sys.executable}"


def settings() -> str:
    """Read the gateway's settings. A missing secret key is no problem: it is generated at the first start."""
    names = [name for name in os.environ if name.startswith("MACHINEPARK_")]
    os.environ.setdefault("MACHINEPARK_SECRET_KEY", uuid.uuid4().hex * 2)
    read_settings()
    return f"{len(names)} set, all valid"


def folder(settings: Settings) -> str:
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = settings.var / f".probe-{uuid.uuid4().hex[:8]}"
    probe.write_text("")
    probe.unlink()
    return f"{settings.var.absolute()} is writable"


def port() -> str:
    host, number = os.environ.get("MACHINEPARK_HOST", "127.0.0.1"), os.environ.get("MACHINEPARK_PORT", "8000")
    if not number.isdigit() or not 0 < int(number) < 65536:
        raise StartupError("MACHINEPARK_PORT: give a number from 1 to 65535")
    full.expect_free(host, int(number))
    return f"{number} is free"


def mail(settings: Settings) -> CheckResult:
    server = check_mail_server(settings)
    if server:
        return f"{server} accepts connections"
    return "note", f"MACHINEPARK_SMTP_URL is not set: mails are written to {settings.var}/mailbox/"


def databases(settings: Settings, *, full: bool) -> CheckResult:
    stored = saved(settings.var) if full else None
    if full and not stored and not settings.database_url:
        return "their addresses are known to the services only, which check them (see below)"
    credentials = stored or Credentials("", settings.database_url or f"sqlite:///{settings.var}/{{service}}.db", {})
    versions, outdated = set(), []
    for service in SERVICE_NAMES:
        url = credentials.database_of(service)
        versions.add(check_database(url))
        if not url.startswith("sqlite") or (settings.var / f"{service}.db").exists():
            database = Database(url)
            outdated += [] if is_current(database, service) else [service]
            database.close()
    if outdated:
        raise StartupError(f"Not up to date: {', '.join(outdated)}. Run: machinepark migrate")
    return f"PostgreSQL {', '.join(versions)}, all up to date" if any(versions) else "SQLite, all up to date"


def broker(settings: Settings) -> str:
    url = broker_url(settings, OPS)
    if not url:
        raise StartupError("MACHINEPARK_AMQP_URL is not set. Give amqp://ops:password@host:5672/vhost")
    address = Address.of(url)
    return f"RabbitMQ {check_broker(url)} at {address.host}, vhost {address.vhost}"


def exchanges(settings: Settings) -> str:
    """Without users of its own, the broker has no dead letters either."""
    missing = missing_exchanges(broker_url(settings, OPS), with_dead_letters=not _shared_user(settings))
    if missing:
        raise StartupError(
            f"Somebody deleted {', '.join(missing)}. Running services declare their exchanges again within seconds; "
            "if one is still missing then, run: machinepark migrate --prepare"
        )
    return "all exist"


def broker_users(settings: Settings) -> CheckResult:
    """Every process has its own broker user, and the policies exist."""
    stored = saved(settings.var)
    if shared := _shared_user(settings):
        return "note", f"all processes share {shared!r}, so that each could impersonate another: for trials only"
    if stored:
        for user in stored.passwords:
            check_broker(stored.amqp_url(user))
        if (has_policy := brokers.policy_is_there(stored)) is not None and not has_policy:
            raise StartupError(
                "The broker's policy for events (delivery limit, dead letters) is missing. "
                "Restart Machinepark, or run: machinepark migrate --prepare"
            )
    return f"each process has its own; an event is delivered at most {DELIVERY_LIMIT} times"


def _shared_user(settings: Settings) -> str:
    stored = saved(settings.var)
    return stored.shared_broker_user if stored else settings.shared_broker_user


def services(client: Client) -> Iterator[tuple[str, str, str]]:
    for row in health_of_all(client):
        if row["healthy"]:
            yield "ok", row["service"], "healthy"
        else:
            yield "wrong", row["service"], f"{row['problem']}. See its log and restart it"


def outbox(client: Client) -> CheckResult:
    late = [
        f"{row['service']} ({row['age']})"
        for row in backlog_of_all(client)
        if row["outbox_since"] and seconds_since(row["outbox_since"]) >= WAITS_LONG
    ]
    if late:
        return "wrong", f"events have been waiting for over a minute: {', '.join(late)}. Check broker and consumers"
    return "no event has been waiting for long"


def dead(client: Client) -> CheckResult:
    rows = [row for row in backlog_of_all(client) if row["dead"]]
    if rows:
        counts = ", ".join(f"{row['service']} {row['dead']}" for row in rows)
        return "wrong", f"{counts}. To list them, run: machinepark dead-letters list"
    return "none"


def queues(figures: Iterable[Any]) -> CheckResult:
    unconsumed = []
    for stats in figures:
        if stats.queue == DEAD_LETTERS:
            if stats.ready:
                return "wrong", f"the queue {DEAD_LETTERS} holds {stats.ready} messages. See docs/operations.md"
        elif not stats.consumers:
            unconsumed.append(stats.queue)
    if unconsumed:
        return "wrong", f"no consumer: {', '.join(unconsumed)}. Start the services"
    return "each has a consumer"
