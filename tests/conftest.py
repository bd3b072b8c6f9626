"""What all tests share."""

import logging
import os
import sys
from pathlib import Path

import eventlet
import pytest
import structlog

sys.path.insert(0, str(Path(__file__).parent))
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Services run on green threads and Playwright does not: the wrong one of the two hangs, so it is said instead."""
    if os.environ.get("MACHINEPARK_REAL_THREADS"):
        return  # test_threaded.py keeps the bus's contract without green threads on purpose
    green = eventlet.patcher.is_monkey_patched("thread")
    for item in session.items:
        if green == item.path.is_relative_to(Path(__file__).parent / "journeys"):
            raise pytest.UsageError(
                "Run journeys on their own, and all other tests with -p tests.green (see make test)."
            )
