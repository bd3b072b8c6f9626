"""The houses that tests share: made when first asked for, one for each world, and stopped when the run ends.

Tests keep out of each other's way by making a customer of their own.
"""

from collections.abc import Iterator

import pytest
from contracts.running import House

TRIED = ["in-process, SQLite", "RabbitMQ, PostgreSQL"]
_made: dict[str, House] = {}

__all__ = ["house", "right_time"]


@pytest.fixture(params=TRIED, scope="session")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The running house, in two worlds that have nothing in common. Mails leave by SMTP."""
    if request.param not in _made:
        _made[request.param] = made = House(request.param, tmp_path_factory.mktemp("house"))
        request.config.add_cleanup(made.stop)
    return _made[request.param]


@pytest.fixture(autouse=True)
def right_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    for made in _made.values():
        made.shift_back()
