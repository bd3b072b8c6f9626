"""One installation per test: an erasure is looked for in its files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.running import Installation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the databases and mails, with everything that is stored."""
    return tmp_path


@pytest.fixture
def installation(folder: Path) -> Iterator[Installation]:
    """All services, with mails in the folder that stands in for a mail server."""
    running = Installation("in-process, SQLite", folder, demo=True)
    yield running
    running.stop()
