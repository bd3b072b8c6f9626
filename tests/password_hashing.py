"""Cheap password hashing within the test process.

With the parameters of production, hashing takes a third of the time of identity's tests. Tests of the parameters
themselves use `real_password_hashing`. Processes that a test starts hash with the parameters of production.
"""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def production_hashing() -> Iterator[tuple[PasswordHasher, str]]:
    """The hasher of production and its hash for unknown addresses, both replaced by cheap ones until the run ends."""
    from services.identity.model import passwords

    production = passwords._hasher, passwords._DUMMY_HASH
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", CHEAP)
        patch.setattr(passwords, "_DUMMY_HASH", CHEAP.hash("nobody has this password"))
        yield production


@pytest.fixture
def real_password_hashing(production_hashing: tuple[PasswordHasher, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters of production, for one test."""
    from services.identity.model import passwords

    hasher, hash_of_nobody = production_hashing
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_DUMMY_HASH", hash_of_nobody)
