"""Installations that tests share: one for each environment, started on first use and stopped when the run ends.

Tests are isolated from each other by the customers that they create.
"""

from collections.abc import Iterator

import pytest
from contracts.running import Installation

TESTED_ENVIRONMENTS = ["in-process, SQLite", "RabbitMQ, PostgreSQL"]
_installations: dict[str, Installation] = {}

__all__ = ["installation", "pytest_generate_tests", "restore_clock"]


def environments_of(metafunc: pytest.Metafunc) -> list[str]:
    """The default environment; for a test marked `every_environment` also that with the other bus and database."""
    return (
        TESTED_ENVIRONMENTS if metafunc.definition.get_closest_marker("every_environment") else TESTED_ENVIRONMENTS[:1]
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "installation" in metafunc.fixturenames:
        metafunc.parametrize("installation", environments_of(metafunc), indirect=True, scope="session")


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The running installation, in the environments of `environments_of`. It sends mails by SMTP."""
    if request.param not in _installations:
        _installations[request.param] = installation_ = Installation(
            request.param, tmp_path_factory.mktemp("installation")
        )
        request.config.add_cleanup(installation_.stop)
    return _installations[request.param]


@pytest.fixture(autouse=True)
def restore_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Reset the clock after each test."""
    yield
    for installation_ in _installations.values():
        installation_.shift_back()
