"""Cheap password hashing within the test process and forked processes.

With the parameters of production, hashing takes a third of the time of identity's tests. Tests of the parameters
themselves use `real_password_hashing`; journeys in full mode start processes with the parameters of production.
"""

import pytest
from argon2 import PasswordHasher

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_cheaply() -> tuple[PasswordHasher, str]:
    """Replace the hasher of this process and its hash for unknown addresses; returns those of production."""
    from services.identity.model import passwords

    production = passwords._hasher, passwords._DUMMY_HASH
    passwords._hasher, passwords._DUMMY_HASH = CHEAP, CHEAP.hash("nobody has this password")
    return production


@pytest.fixture(scope="session", autouse=True)
def production_hashing() -> tuple[PasswordHasher, str]:
    """The hasher and the hash of production, both replaced by cheap ones in this process."""
    return hash_cheaply()


@pytest.fixture
def real_password_hashing(production_hashing: tuple[PasswordHasher, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters of production, for one test."""
    from services.identity.model import passwords

    hasher, hash_of_nobody = production_hashing
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_DUMMY_HASH", hash_of_nobody)
