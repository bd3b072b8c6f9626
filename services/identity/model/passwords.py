"""Passwords: argon2id (RFC 9106), 8 characters or more of anything; never shortened (OWASP ASVS 5.0, 6.2)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.identity.contracts import WeakPassword

SHORTEST = 8
COMMON = frozenset(
    """
    12345678 123456789 1234567890 87654321 11111111 00000000 88888888 password password1 passw0rd p@ssw0rd
    wachtwoord wachtwoord1 welkom01 welkom123 welcome1 welcome123 qwertyui qwerty123 qwertyuiop 1q2w3e4r
    asdfghjk zxcvbnm1 iloveyou sunshine princess football baseball starwars superman trustno1 letmein1 changeme
    geheim01 geheim123 administrator admin123 machinepark klantportaal customerportal azertyui
    """.split()  # noqa: SIM905  # a list of fifty strings says less to a reader
)
"""What everybody tries first, in the languages of the portal's people."""
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def check_strength(password: str, *known_words: str) -> None:
    """Raises WeakPassword for one that is too short, or is the person's own name or address."""
    if len(password) < SHORTEST:
        raise WeakPassword(reason="too_short", limit=SHORTEST)
    if password.casefold() in COMMON | {word.casefold() for word in known_words}:
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
