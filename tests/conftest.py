"""What all tests share."""

import logging
import os
import sys
from pathlib import Path

import eventlet
import pytest
import structlog

IN_REAL_THREADS = [Path(__file__).parent / name for name in ("journeys", "resilience")]
sys.path.insert(0, str(Path(__file__).parent))
pytest_plugins = ["password_hashing"]
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Services run on green threads and Playwright does not: the wrong one of the two hangs, so it is said instead."""
    if os.environ.get("MACHINEPARK_REAL_THREADS"):
        return  # test_threaded.py keeps the bus's contract without green threads on purpose
    green = eventlet.patcher.is_monkey_patched("thread")
    for item in session.items:
        if green == any(item.path.is_relative_to(folder) for folder in IN_REAL_THREADS):
            raise pytest.UsageError(
                "Run journeys and resilience apart, all other tests with -p tests.eventlet_plugin: see make test."
            )
