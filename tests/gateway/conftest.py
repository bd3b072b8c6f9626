"""Fixtures of the gateway's tests: a portal with stubbed services, and one with real services."""

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
    """`installation_with(secure_cookies=True)` creates a portal with these settings."""

    def build(**settings: Any) -> Installation:
        return Installation(settings=settings)

    return build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal in front of real services."""
    site = a_site(tmp_path_factory.mktemp("site"))
    yield site
    site.installation.stop()
