"""What `machinepark doctor` looks at. Each returns a sentence (or state and sentence), or raises Trouble."""

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
from deploy.run import credentials, full
from deploy.run.credentials import Credentials
from deploy.run.errors import StartupError
from deploy.run.preflight import check_broker, check_database, expect_mail_server
from gateway.settings import read_settings
from services.chassis.bus import Client
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.topology import DEAD_LETTERS
from services.chassis.contract.caller import OPS
from services.chassis.persistence.database import Database
from services.chassis.persistence.migrations import is_current
from services.chassis.settings import Settings

Told = str | tuple[str, str]
WAITS_LONG = 60.0
"""Seconds after which an event should have left its service."""


def python() -> str:
    return f"{sys.version.split()[0]} at {sys.executable}"


def settings() -> str:
    """All that are set are usable. The gateway's key is made at the first start where there is none."""
    given = [name for name in os.environ if name.startswith("MACHINEPARK_")]
    os.environ.setdefault("MACHINEPARK_SECRET_KEY", uuid.uuid4().hex * 2)
    read_settings()
    return f"{len(given)} given, all usable"


def folder(settings: Settings) -> str:
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = settings.var / f".probe-{uuid.uuid4().hex[:8]}"
    probe.write_text("")
    probe.unlink()
    return f"{settings.var.absolute()} can be written"


def port() -> str:
    host, number = os.environ.get("MACHINEPARK_HOST", "127.0.0.1"), os.environ.get("MACHINEPARK_PORT", "8000")
    if not number.isdigit() or not 0 < int(number) < 65536:
        raise StartupError("MACHINEPARK_PORT: give a number from 1 to 65535")
    full.expect_free(host, int(number))
    return f"{number} is free"


def mail(settings: Settings) -> Told:
    place = expect_mail_server(settings)
    if place:
        return f"a server listens at {place}"
    return "note", f"without MACHINEPARK_SMTP_URL mails stay in {settings.var}/mailbox/"


def databases(settings: Settings, *, full: bool) -> Told:
    kept = credentials.saved(settings.var) if full else None
    if full and not kept and not settings.database_url:
        return "only the services know where they are; each looks at its own (below)"
    place = kept or Credentials("", settings.database_url or f"sqlite:///{settings.var}/{{service}}.db", {})
    versions, behind = set(), []
    for service in SERVICE_NAMES:
        url = place.database_of(service)
        versions.add(check_database(url))
        if not url.startswith("sqlite") or (settings.var / f"{service}.db").exists():
            database = Database(url)
            behind += [] if is_current(database, service) else [service]
            database.close()
    if behind:
        raise StartupError(f"Not up to date: {', '.join(behind)}. Run: machinepark migrate")
    return f"PostgreSQL {', '.join(versions)}, all up to date" if any(versions) else "SQLite, all up to date"


def broker(settings: Settings) -> str:
    url = broker_url(settings, OPS)
    if not url:
        raise StartupError("MACHINEPARK_AMQP_URL is not set. Give amqp://ops:password@host:5672/vhost")
    address = Address.of(url)
    return f"RabbitMQ {check_broker(url)} at {address.host}, vhost {address.vhost}"


def broker_users(settings: Settings) -> Told:
    """One each, and the policy for what nobody can take."""
    kept = credentials.saved(settings.var)
    shared = kept.shared_broker_user if kept else settings.shared_broker_user
    if shared:
        return "note", f"all share {shared!r}, who may claim to be anybody: good for trying out, not for customers"
    if kept:
        for user in kept.passwords:
            check_broker(kept.amqp_url(user))
        if (there := brokers.policy_is_there(kept)) is not None and not there:
            raise StartupError(
                "The broker's policy for events (delivery limit, dead letters) is not there. "
                "Start Machinepark again, or run: machinepark migrate --prepare"
            )
    return f"each service has its own; an event is given out at most {DELIVERY_LIMIT} times"


def services(client: Client) -> Iterator[tuple[str, str, str]]:
    for row in health_of_all(client):
        if row["well"]:
            yield "ok", row["service"], "well"
        else:
            yield "wrong", row["service"], f"{row['trouble']}. Look into its log; start it again"


def outbox(client: Client) -> Told:
    late = [
        f"{row['service']} ({row['age']})"
        for row in backlog_of_all(client)
        if row["outbox_since"] and seconds_since(row["outbox_since"]) >= WAITS_LONG
    ]
    if late:
        return "wrong", f"events wait for more than a minute: {', '.join(late)}. Is the broker well, and who listens?"
    return "nothing waits for long"


def dead(client: Client) -> Told:
    rows = [row for row in backlog_of_all(client) if row["dead"]]
    if rows:
        counts = ", ".join(f"{row['service']} {row['dead']}" for row in rows)
        return "wrong", f"{counts}. See: machinepark dead-letters list"
    return "none"


def queues(figures: Iterable[Any]) -> Told:
    unheard = []
    for one in figures:
        if one.queue == DEAD_LETTERS:
            if one.ready:
                return "wrong", f"{one.ready} messages lie in the broker's queue {DEAD_LETTERS}. See docs/operations.md"
        elif not one.consumers:
            unheard.append(one.queue)
    if unheard:
        return "wrong", f"nobody takes from {', '.join(unheard)}. Start the services"
    return "each has a consumer"
