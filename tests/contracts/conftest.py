"""One house for all tests of contracts: within this process, on SQLite, with the demo's mailbox."""

from collections.abc import Iterator

import pytest
from contracts.example_house import ExampleHouse, furnish
from contracts.running import House


@pytest.fixture(scope="session")
def example_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleHouse]:
    house = House("in-process, SQLite", tmp_path_factory.mktemp("examples"), demo=True)
    yield furnish(house)
    house.stop()
