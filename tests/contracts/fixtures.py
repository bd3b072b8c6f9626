"""The installations that tests share: made when first asked for, one for each environment, and stopped when the run
ends.

Tests keep out of each other's way by making a customer of their own.
"""

from collections.abc import Iterator

import pytest
from contracts.running import Installation

TRIED = ["in-process, SQLite", "RabbitMQ, PostgreSQL"]
_made: dict[str, Installation] = {}

__all__ = ["installation", "pytest_generate_tests", "right_time"]


def environments_of(metafunc: pytest.Metafunc) -> list[str]:
    """The default environment; for a test marked `every_environment` also the one that shares nothing with it."""
    return TRIED if metafunc.definition.get_closest_marker("every_environment") else TRIED[:1]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "installation" in metafunc.fixturenames:
        metafunc.parametrize("installation", environments_of(metafunc), indirect=True, scope="session")


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The running installation, in the environments of `environments_of`. Mails leave by SMTP."""
    if request.param not in _made:
        _made[request.param] = made = Installation(request.param, tmp_path_factory.mktemp("installation"))
        request.config.add_cleanup(made.stop)
    return _made[request.param]


@pytest.fixture(autouse=True)
def right_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    for made in _made.values():
        made.shift_back()
