"""Breaking things: each test has a house of its own, and counts at its end."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "journeys")]

import house as houses  # noqa: E402  # after the paths
from house import House  # noqa: E402


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with houses.running(tmp_path / "house") as running:
        yield running


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for tests that leave it as they found it: well, and with nothing under way."""
    with houses.running(tmp_path_factory.mktemp("calm") / "house", "calm") as running:
        yield running
