"""Configuration of all tests."""

import gc
import logging
import os
import sys
from pathlib import Path

import eventlet
import pytest
import structlog

WITHOUT_EVENTLET = [Path(__file__).parent / name for name in ("journeys", "resilience")]
sys.path.insert(0, str(Path(__file__).parent))
gc.set_threshold(50_000, 10, 20)  # with Python's own (700), garbage collection took an eighth of the CPU time of tests
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
    """Refuse to run tests with the wrong kind of threads, which would hang: services need green threads, Playwright
    native ones."""
    if os.environ.get("MACHINEPARK_REAL_THREADS"):
        return  # test_threaded.py runs the bus's contract tests without green threads on purpose
    uses_eventlet = eventlet.patcher.is_monkey_patched("thread")
    for item in session.items:
        if uses_eventlet == any(item.path.is_relative_to(folder) for folder in WITHOUT_EVENTLET):
            raise pytest.UsageError(
                "Run journeys and resilience separately, all other tests with -p tests.eventlet_plugin: see make test."
            )
