"""What the tests of the gateway share."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.house import House


@pytest.fixture
def house() -> House:
    """The portal as in the plain-HTTP demo."""
    return House()


@pytest.fixture
def house_with() -> Callable[..., House]:
    """`house_with(secure_cookies=True)`: a portal with other settings."""

    def build(**settings: Any) -> House:
        return House(settings=settings)

    return build
