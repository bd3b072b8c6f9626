"""API clients of different callers."""

import pytest

from tests.gateway.api.api_client import ApiClient
from tests.gateway.installation import CUSTOMER, STAFF, Installation


@pytest.fixture
def sanne(installation: Installation) -> ApiClient:
    """Logged in as a user of a customer."""
    return ApiClient(installation.app, CUSTOMER)


@pytest.fixture
def joris(installation: Installation) -> ApiClient:
    """Logged in as a member of the dealer's staff."""
    return ApiClient(installation.app, STAFF)


@pytest.fixture
def anonymous(installation: Installation) -> ApiClient:
    """Without a token."""
    return ApiClient(installation.app)
