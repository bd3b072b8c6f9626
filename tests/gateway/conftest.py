"""What the tests of the gateway share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.gateway.installation import Installation
from tests.gateway.site import Site, a_site


@pytest.fixture
def installation() -> Installation:
    """The portal as in the plain-HTTP demo."""
    return Installation()


@pytest.fixture
def installation_with() -> Callable[..., Installation]:
    """`installation_with(secure_cookies=True)`: a portal with other settings."""

    def build(**settings: Any) -> Installation:
        return Installation(settings=settings)

    return build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal in front of real services."""
    made = a_site(tmp_path_factory.mktemp("site"))
    yield made
    made.installation.stop()
