"""Passwords: argon2id (RFC 9106), 8 characters or more of anything; never shortened (OWASP ASVS 5.0, 6.2)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.identity.contracts import WeakPassword

SHORTEST = 8
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def check_strength(password: str, *known_words: str) -> None:
    """Raises WeakPassword for one that is too short, or is the person's own name or address."""
    if len(password) < SHORTEST:
        raise WeakPassword(reason="too_short", limit=SHORTEST)
    if password.casefold() in {word.casefold() for word in known_words}:
        raise WeakPassword(reason="too_common")


def hash_password(password: str) -> str:
    """Takes about 50 ms of a core: never call it within a transaction or on an event loop."""
    return _hasher.hash(password)


def check_password(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash where the stored one is of older parameters.

    Without a stored hash (an unknown address) it takes the same time, so that the answer tells nothing.
    """
    try:
        right = _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False, None
    outdated = password_hash is not None and _hasher.check_needs_rehash(password_hash)
    return right, _hasher.hash(password) if right and outdated else None
