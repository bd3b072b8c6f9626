"""Passwords: argon2id (RFC 9106), at least 8 characters of any kind, never truncated (OWASP ASVS 5.0, 6.2)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from services.identity.contracts import WeakPassword
from services.identity.model.password_names import is_made_of

SHORTEST = 8
STRONG_ENOUGH = 2
"""Minimum zxcvbn score. 2 means more than a million guesses, which the login limits make infeasible."""
LOOKED_AT = 72
"""Characters passed to zxcvbn: more are slow to estimate and do not change the score."""
DUTCH = ("wachtwoord", "welkom", "geheim", "klantportaal", "machinepark", "beheerder", "zomer", "winter", "voetbal")
"""Common Dutch passwords that zxcvbn's English word lists lack."""
_hasher = PasswordHasher()
_DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$q9f14ptiQbpFZzzd+7/eAQ$NTBTGdxdETrOAHClJlw7y1STDUufPcaQKp1F+bKj86Y"
"""A hash with the parameters of `_hasher`, verified when there is no stored one. A literal, because computing it took
every process and every command a third of a second of CPU time at startup."""


def check_strength(password: str, *known_words: str) -> None:
    """Raises WeakPassword when the password is too short, common, made of known words (`is_made_of`), or easily
    guessed.

    Takes about 10 ms of CPU time.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(reason="too_short", limit=SHORTEST)
    known = [part for word in known_words if word for part in (word, *word.replace("@", " ").split())]
    if is_made_of(password[:LOOKED_AT], known):
        raise WeakPassword(reason="made_of_a_name")
    estimate = zxcvbn(password[:LOOKED_AT], user_inputs=[*known, *DUTCH])
    if estimate["score"] < STRONG_ENOUGH:
        raise WeakPassword(reason="too_guessable" if estimate["score"] else "too_common")


def hash_password(password: str) -> str:
    """Takes about 200 ms of CPU time: never call it in a transaction or on the event loop."""
    return _hasher.hash(password)


def verify_password(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash if the stored one has outdated parameters.

    Takes the same time without a stored hash (unknown address, no password set), so that timing reveals nothing.
    """
    try:
        right = _hasher.verify(password_hash or _DUMMY_HASH, password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False, None
    outdated = bool(password_hash) and _hasher.check_needs_rehash(password_hash or "")
    return right, _hasher.hash(password) if right and outdated else None
