"""Installations for the resilience tests, which verify all data at their end (`verification.py`)."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "journeys")]

import installation as installations  # noqa: E402  # after the paths
from installation import Installation  # noqa: E402


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installations.running(tmp_path / "installation") as running:
        yield running


@pytest.fixture(scope="session")
def shared_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """For tests after which it is healthy and idle again."""
    with installations.running(tmp_path_factory.mktemp("calm") / "installation", "calm") as running:
        yield running
