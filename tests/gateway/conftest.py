"""What the tests of the gateway share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.gateway.house import House
from tests.gateway.site import Site, a_site


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal in front of real services."""
    made = a_site(tmp_path_factory.mktemp("site"))
    yield made
    made.house.stop()
