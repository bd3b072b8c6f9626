"""Installations for the tests of contracts, with the demo's mailbox: in this process, on SQLite.

`example_installation` of a test marked `every_environment` also runs on RabbitMQ and PostgreSQL.
"""

from collections.abc import Iterator

import pytest
from contracts.example_installation import ExampleInstallation, furnish
from contracts.fixtures import TRIED, environments_of
from contracts.running import Installation

_made: dict[str, ExampleInstallation] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "example_installation" in metafunc.fixturenames:
        metafunc.parametrize("example_installation", environments_of(metafunc), indirect=True, scope="session")


@pytest.fixture(scope="session")
def example_installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> ExampleInstallation:
    """In which the examples are sent as they are."""
    if request.param not in _made:
        installation = Installation(request.param, tmp_path_factory.mktemp("examples"), demo=True)
        request.config.add_cleanup(installation.stop)
        _made[request.param] = furnish(installation)
    return _made[request.param]


@pytest.fixture(scope="session")
def tried_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """In which everybody tries what is not for him. Of its own: an example works once (a name is taken after it)."""
    yield from _furnished(tmp_path_factory)


@pytest.fixture(scope="session")
def called_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """Which the API is called in: it leaves more than can be counted."""
    yield from _furnished(tmp_path_factory)


def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    installation = Installation(TRIED[0], tmp_path_factory.mktemp("examples"), demo=True)
    yield furnish(installation)
    installation.stop()
