"""Installations for the contract tests, with the demo's mailbox: in-process, on SQLite.

A test marked `every_environment` also runs with an `example_installation` on RabbitMQ and PostgreSQL.
"""

from collections.abc import Iterator

import pytest
from contracts.example_installation import ExampleInstallation, create_example_installation
from contracts.fixtures import TESTED_ENVIRONMENTS, environments_of
from contracts.running import Installation

_installations: dict[str, ExampleInstallation] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "example_installation" in metafunc.fixturenames:
        metafunc.parametrize("example_installation", environments_of(metafunc), indirect=True, scope="session")


@pytest.fixture(scope="session")
def example_installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> ExampleInstallation:
    """Receives the examples unchanged."""
    if request.param not in _installations:
        installation = Installation(request.param, tmp_path_factory.mktemp("examples"), demo=True)
        request.config.add_cleanup(installation.stop)
        _installations[request.param] = create_example_installation(installation)
    return _installations[request.param]


@pytest.fixture(scope="session")
def attempts_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """Receives calls of unauthorized callers. Separate, because most examples succeed only once (names are unique)."""
    yield from _new_installation(tmp_path_factory)


@pytest.fixture(scope="session")
def api_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    """Receives generated requests of the JSON API. Separate, because they create more rows than are counted."""
    yield from _new_installation(tmp_path_factory)


def _new_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleInstallation]:
    installation = Installation(TESTED_ENVIRONMENTS[0], tmp_path_factory.mktemp("examples"), demo=True)
    yield create_example_installation(installation)
    installation.stop()
