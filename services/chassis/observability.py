"""Structured logs with correlation ids, and Prometheus metrics."""

import json
import logging
import sys
import uuid
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars, merge_contextvars

OPERATIONS = Histogram("machinepark_operation_seconds", "Time per operation", ("service", "operation", "outcome"))
EVENTS = Histogram("machinepark_event_seconds", "Time per handled event", ("subscription", "outcome"))
PUBLISHED = Counter("machinepark_events_published_total", "Events confirmed by the bus", ("service",))
RETRIES = Counter("machinepark_event_retries_total", "Failed events stored for a retry", ("subscription",))
DEAD = Counter("machinepark_events_dead_total", "Events marked dead", ("subscription",))
MAX_ADDRESS = 45
"""Characters of the longest network address (IPv6 with an IPv4 part)."""
LAG_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
EVENT_LAG = Histogram(
    "machinepark_event_lag_seconds", "From an event to its effect", ("subscription",), buckets=LAG_BUCKETS
)
LAST_EVENT_LAG = Gauge("machinepark_event_lag_last_seconds", "From the last event to its effect", ("subscription",))
HTTP_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
HTTP = Histogram(
    "machinepark_http_seconds", "Time per HTTP response", ("route", "method", "status"), buckets=HTTP_BUCKETS
)
CALLS_IN_FLIGHT = Gauge(
    "machinepark_calls_in_flight", "Calls waiting for a reply", ("service",), multiprocess_mode="livesum"
)
"""Label values are names from the code, never user input: a route is its URL rule, a status its class (`2xx`)."""


def observe_event_lag(subscription: str, seconds: float) -> None:
    """Record the seconds between an event and its effect."""
    EVENT_LAG.labels(subscription).observe(max(0.0, seconds))
    LAST_EVENT_LAG.labels(subscription).set(max(0.0, seconds))


def correlation_id() -> str:
    """The correlation id of this context; a new one if none is set."""
    return str(get_contextvars().get("correlation_id") or start_log_context(""))


def client_address() -> str:
    """The network address of the person at whose request this context runs; empty where nobody asks."""
    return str(get_contextvars().get("client_address", ""))


def start_log_context(correlation_id: str, client_address: str = "") -> str:
    """Start the log context of a request, call, event or job; returns its correlation id.

    The id is a new one if `correlation_id` is empty, longer than 64 characters or not printable ASCII. Further values,
    such as whose account a visitor accesses, are added by `structlog.contextvars.bind_contextvars`.
    """
    usable = 0 < len(correlation_id) <= 64 and correlation_id.isascii() and correlation_id.isprintable()
    id = correlation_id if usable else uuid.uuid4().hex
    clear_contextvars()
    bind_contextvars(correlation_id=id)
    if client_address:
        bind_contextvars(client_address=client_address[:MAX_ADDRESS])
    return id


_json = json.JSONEncoder(default=repr).encode


def _as_json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return _json(event)


def log_to_stderr(*, as_json: bool, level: str = "INFO") -> None:
    """Configure logging: each entry is one line, so that user input cannot forge entries (CWE-117)."""
    shared: list[Any] = [
        merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = (
        _as_json
        if as_json
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)


def log_security_event(**facts: Any) -> None:
    """Log a login, a refusal or an administrative act (OWASP ASVS 5.0, 16.2 and 16.3), at every log level. `facts` hold
    ids and codes, no other personal data."""
    _security_log.info("security", **facts)


def log(**bound: Any) -> Any:
    return structlog.get_logger(**bound)


_security_log: Any = structlog.wrap_logger(None, wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
"""Keeps its own level, whatever that of the process; its output is that of `log`."""
