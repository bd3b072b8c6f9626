"""Programs of those who use the API."""

import pytest

from tests.gateway.api.program import Program
from tests.gateway.installation import CUSTOMER, STAFF, Installation


@pytest.fixture
def sanne(installation: Installation) -> Program:
    """The program of a customer's user who has logged in."""
    return Program(installation.app, CUSTOMER)


@pytest.fixture
def joris(installation: Installation) -> Program:
    """That of a member of the dealer's staff."""
    return Program(installation.app, STAFF)


@pytest.fixture
def stranger(installation: Installation) -> Program:
    """One without a token."""
    return Program(installation.app)
