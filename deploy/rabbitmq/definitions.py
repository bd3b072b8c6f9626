"""RabbitMQ's definitions of an installation in one document: vhost, users, permissions, policies, queues.

It is imported by `rabbitmqctl import_definitions` or `POST /api/definitions`; importing it again changes nothing.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from deploy.rabbitmq.rights import SERVICE_NAMES, USERS, rights_of
from deploy.run.services import SERVICES
from services.chassis.bus import topology
from services.chassis.bus.topology import DEAD_LETTERS
from services.chassis.runtime.subscribers import subscriptions_of

DELIVERY_LIMIT = 20
"""Maximum deliveries of an event. With a lower limit, several restarts could dead-letter healthy events."""
SUBSCRIPTIONS = [subscription for definition in SERVICES for subscription in subscriptions_of(definition.events)]
"""Their queues are created with the definitions, so that a service misses no event before its first start."""
UNLIMITED_DELIVERIES = 1_000_000
"""Delivery limit of dead-letter queues, effectively none; without one, RabbitMQ 4 applies its default."""


def definitions(vhost: str, passwords: Mapping[str, str], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The definitions of the installation.

    `known` is the broker's exported definitions: users with an unchanged password keep their hash, so that importing
    again changes nothing.
    """
    hashes = {user["name"]: user["password_hash"] for user in (known or {}).get("users", [])}
    return {
        "vhosts": [{"name": vhost}],
        "users": [_user(name, passwords[name], hashes.get(name, "")) for name in USERS],
        "permissions": [_permission(vhost, name) for name in USERS],
        "topic_permissions": [_topic_permission(vhost, name) for name in USERS],
        "policies": policies(vhost, SERVICE_NAMES),
        "exchanges": [
            {"vhost": vhost, "name": name, "type": "topic", "durable": True, "auto_delete": False,
             "internal": False, "arguments": {}}
            for name in (DEAD_LETTERS, topology.CALLS.name, *(f"{service}.events" for service in SERVICE_NAMES))
        ],
        "queues": [
            {"vhost": vhost, "name": name, "durable": True, "auto_delete": False, "arguments": topology.QUORUM}
            for name in (
                DEAD_LETTERS,
                *(topology.dead_letter_queue(service).name for service in SERVICE_NAMES),
                *(subscription.queue for subscription in SUBSCRIPTIONS),
            )
        ],
        "bindings": [
            {"vhost": vhost, "source": exchange, "destination": queue, "destination_type": "queue",
             "routing_key": key, "arguments": {}}
            for exchange, queue, key in (
                (DEAD_LETTERS, DEAD_LETTERS, "#"),  # exchange and queue have the same name
                *((item.exchange, item.queue, item.event_type) for item in SUBSCRIPTIONS),
            )
        ],
    }  # fmt: skip


def is_password(password: str, hashed: str) -> bool:
    """Whether this is the password of RabbitMQ's (SHA-256) hash."""
    try:
        salt = base64.b64decode(hashed)[:4]
    except ValueError:
        return False
    return secrets.compare_digest(_hash(password, salt), hashed)


def _hash(password: str, salt: bytes) -> str:
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _user(name: str, password: str, hashed: str) -> dict[str, Any]:
    password_hash = hashed if hashed and is_password(password, hashed) else _hash(password, secrets.token_bytes(4))
    return {
        "name": name, "password_hash": password_hash, "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [],
        "limits": {},
    }  # fmt: skip


def _permission(vhost: str, user: str) -> dict[str, str]:
    rights = rights_of(user)
    return {
        "vhost": vhost, "user": user, "configure": rights.configure, "write": rights.write, "read": rights.read,
    }  # fmt: skip


def _topic_permission(vhost: str, user: str) -> dict[str, str]:
    rights = rights_of(user)
    return {
        "vhost": vhost, "user": user, "exchange": topology.CALLS.name, "write": rights.topic_write,
        "read": rights.topic_read,
    }  # fmt: skip


def policies(vhost: str, services: Iterable[str]) -> list[dict[str, Any]]:
    """Rejected events and those past the delivery limit are dead-lettered to the subscribing service's queue, at least
    once.

    Event queues of unknown subscribers, and the dead-letter queues themselves, dead-letter to DEAD_LETTERS, which has
    no consumer.
    """
    limited = {"delivery-limit": DELIVERY_LIMIT}
    to_dead_letters = {"dead-letter-exchange": DEAD_LETTERS}
    rules = [
        ("events", "^evt-", 10, limited | to_dead_letters),
        ("dead-letters", f"^{DEAD_LETTERS}-", 10, {"delivery-limit": UNLIMITED_DELIVERIES} | to_dead_letters),
        *((f"events-{name}", rf"^evt-.*--{name}\.", 20, limited | _to_service(name)) for name in services),
    ]
    return [
        {"vhost": vhost, "name": name, "pattern": pattern, "apply-to": "queues", "priority": priority,
         "definition": definition}
        for name, pattern, priority, definition in rules
    ]  # fmt: skip


def _to_service(name: str) -> dict[str, Any]:
    return {
        "dead-letter-exchange": "",
        "dead-letter-routing-key": topology.dead_letter_queue(name).name,
        "dead-letter-strategy": "at-least-once",
        "overflow": "reject-publish",  # required by at-least-once; the queue has no length limit
    }
