"""What is seen of the installation from outside: logs with correlation ids, and numbers for Prometheus."""

import json
import logging
import sys
import uuid
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

_correlation: ContextVar[str] = ContextVar("correlation_id", default="")
_told: ContextVar[dict[str, str] | None] = ContextVar("told", default=None)

OPERATIONS = Histogram("machinepark_operation_seconds", "Time per operation", ("service", "operation", "outcome"))
EVENTS = Histogram("machinepark_event_seconds", "Time per handled event", ("subscription", "outcome"))
PUBLISHED = Counter("machinepark_events_published_total", "Events confirmed by the bus", ("service",))
RETRIES = Counter("machinepark_event_retries_total", "Events put aside to be tried again", ("subscription",))
DEAD = Counter("machinepark_events_dead_total", "Events given up", ("subscription",))
LAG_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
EVENT_LAG = Histogram(
    "machinepark_event_lag_seconds", "From an event to its effect", ("subscription",), buckets=LAG_BUCKETS
)
LAST_EVENT_LAG = Gauge("machinepark_event_lag_last_seconds", "The same, of the last one", ("subscription",))
HTTP_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
HTTP = Histogram("machinepark_http_seconds", "Time per answer", ("route", "method", "status"), buckets=HTTP_BUCKETS)
CALLS_IN_FLIGHT = Gauge(
    "machinepark_calls_in_flight", "Calls waited for now", ("service",), multiprocess_mode="livesum"
)
"""Labels are names out of the code, never what somebody typed: a route is its template, a status its hundred."""


def observe_event_lag(subscription: str, seconds: float) -> None:
    """An event had its effect so long after it happened."""
    EVENT_LAG.labels(subscription).observe(max(0.0, seconds))
    LAST_EVENT_LAG.labels(subscription).set(max(0.0, seconds))


def correlation_id() -> str:
    """The id that ties together what one request of a person set off; a new one where there is none yet."""
    return _correlation.get() or set_correlation_id("")


def set_correlation_id(id: str) -> str:
    """Take over a correlation id, or begin one."""
    known = id if id and len(id) <= 64 and id.isascii() and id.isprintable() else uuid.uuid4().hex
    _correlation.set(known)
    return known


def begin_entry() -> dict[str, str]:
    """What is told from now on about the operation that begins: goes into the line that is logged at its end."""
    told: dict[str, str] = {}
    _told.set(told)
    return told


def tell(**facts: object) -> None:
    """Add to the line about the operation that runs what its caller does not say: whose account a visitor opens."""
    if (told := _told.get()) is not None:
        told.update({name: str(value) for name, value in facts.items()})


def _add_correlation(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    if id := _correlation.get():
        event.setdefault("correlation_id", id)
    return event


_json = json.JSONEncoder(default=repr).encode


def _as_json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return _json(event)


def log_to_stderr(*, as_json: bool, level: str = "INFO") -> None:
    """Set up logging of this process: one line an entry, so that nobody's text can forge a second one."""
    shared: list[Any] = [
        _add_correlation,
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


def log(**bound: Any) -> Any:
    """A logger with these values on every line."""
    return structlog.get_logger(**bound)
