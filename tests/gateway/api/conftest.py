"""Programs of those who use the API."""

import pytest

from tests.gateway.api.program import Program
from tests.gateway.house import CUSTOMER, STAFF, House


@pytest.fixture
def sanne(house: House) -> Program:
    """The program of a customer's user who has logged in."""
    return Program(house.app, CUSTOMER)


@pytest.fixture
def joris(house: House) -> Program:
    """That of a member of the dealer's staff."""
    return Program(house.app, STAFF)


@pytest.fixture
def stranger(house: House) -> Program:
    """One without a token."""
    return Program(house.app)
