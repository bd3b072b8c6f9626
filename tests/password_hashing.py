"""Cheap password hashing within the test process and forked processes.

With the real parameters, hashing takes a third of the time of identity's tests. Tests of the parameters themselves use
`real_password_hashing`; journeys in full mode start processes with the real parameters.
"""

import pytest
from argon2 import PasswordHasher

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_cheaply() -> tuple[PasswordHasher, str]:
    """Replace the hasher and the dummy hash of this process by cheap ones; returns the real ones."""
    from services.identity.model import passwords

    real = passwords._hasher, passwords._DUMMY_HASH
    passwords._hasher, passwords._DUMMY_HASH = CHEAP, CHEAP.hash("nobody has this password")
    return real


@pytest.fixture(scope="session", autouse=True)
def cheap_password_hashing() -> tuple[PasswordHasher, str]:
    """Replaces the hasher and the dummy hash of this process by cheap ones; returns the real ones."""
    return hash_cheaply()


@pytest.fixture
def real_password_hashing(cheap_password_hashing: tuple[PasswordHasher, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hasher and dummy hash, for one test."""
    from services.identity.model import passwords

    hasher, dummy_hash = cheap_password_hashing
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_DUMMY_HASH", dummy_hash)
