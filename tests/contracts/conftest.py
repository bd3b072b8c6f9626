"""Installations for the tests of contracts: within this process, on SQLite, with the demo's mailbox."""

from collections.abc import Iterator

import pytest
from contracts.example_installation import ExampleInstallation, furnish
from contracts.running import Installation


@pytest.fixture(scope="session")
def example_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """In which the examples are sent as they are."""
    yield from _furnished(tmp_path_factory)


@pytest.fixture(scope="session")
def tried_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """In which everybody tries what is not for him. Of its own: an example works once (a name is taken after it)."""
    yield from _furnished(tmp_path_factory)


@pytest.fixture(scope="session")
def called_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """Which the API is called in: it leaves more than can be counted."""
    yield from _furnished(tmp_path_factory)


def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    installation = Installation("in-process, SQLite", tmp_path_factory.mktemp("examples"), demo=True)
    yield furnish(installation)
    installation.stop()
