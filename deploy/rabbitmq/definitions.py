"""RabbitMQ's definitions for a house: vhost, users, rights, policy and the queue of dead letters, in one document.

Broker and management API take it as it is (`rabbitmqctl import_definitions`, `POST /api/definitions`); importing it
again changes nothing.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from deploy.rabbitmq.rights import USERS, rights_of
from services.chassis.bus.amqp import topology

DEAD_LETTERS = "dead-letters"
"""Exchange and queue of what never reached a subscription: undecodable, or given out too often."""
DELIVERY_LIMIT = 20
"""How often an event is given out whose consumers die; with less, a restart in the wrong moment parks healthy ones."""
EVENT_QUEUES = "^evt-"


def definitions(vhost: str, passwords: Mapping[str, str], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The document. A user of whom `known` (what the broker has) holds the same password keeps its hash."""
    hashes = {user["name"]: user["password_hash"] for user in (known or {}).get("users", [])}
    return {
        "vhosts": [{"name": vhost}],
        "users": [_user(name, passwords[name], hashes.get(name, "")) for name in USERS],
        "permissions": [_permission(vhost, name) for name in USERS],
        "topic_permissions": [_topic_permission(vhost, name) for name in USERS],
        "policies": _policies(vhost),
        "exchanges": [
            {"vhost": vhost, "name": DEAD_LETTERS, "type": "topic", "durable": True, "auto_delete": False,
             "internal": False, "arguments": {}},
        ],
        "queues": [
            {"vhost": vhost, "name": DEAD_LETTERS, "durable": True, "auto_delete": False,
             "arguments": {"x-queue-type": "quorum"}},
        ],
        "bindings": [
            {"vhost": vhost, "source": DEAD_LETTERS, "destination": DEAD_LETTERS, "destination_type": "queue",
             "routing_key": "#", "arguments": {}},
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
    kept = hashed if hashed and is_password(password, hashed) else _hash(password, secrets.token_bytes(4))
    return {
        "name": name, "password_hash": kept, "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [],
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
        "vhost": vhost, "user": user, "exchange": topology.CALLS, "write": rights.routing, "read": rights.binding,
    }  # fmt: skip


def _policies(vhost: str) -> list[dict[str, Any]]:
    dead = {"dead-letter-exchange": DEAD_LETTERS}
    return [
        {"vhost": vhost, "name": "events", "pattern": EVENT_QUEUES, "apply-to": "queues", "priority": 10,
         "definition": {**dead, "delivery-limit": DELIVERY_LIMIT}},
    ]  # fmt: skip
