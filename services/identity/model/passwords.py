"""Passwords: argon2id (RFC 9106), 8 characters or more of anything; never shortened (OWASP ASVS 5.0, 6.2)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from services.identity.contracts import WeakPassword

SHORTEST = 8
STRONG_ENOUGH = 2
"""Of zxcvbn's scores: 2 takes more than a million guesses, which the pauses between tries make hopeless."""
LOOKED_AT = 72
"""Characters whose strength is estimated: an estimate of more takes long and changes nothing."""
DUTCH = ("wachtwoord", "welkom", "geheim", "klantportaal", "machinepark", "beheerder", "zomer", "winter", "voetbal")
"""What everybody tries first here, and an English list of common words does not know."""
_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$q9f14ptiQbpFZzzd+7/eAQ$NTBTGdxdETrOAHClJlw7y1STDUufPcaQKp1F+bKj86Y"
"""A hash with the parameters of `_hasher`, checked in place of one that is missing. Written out, because making it took
every process and every command a third of a second of a core at its start."""


def check_strength(password: str, *known_words: str) -> None:
    """Raises WeakPassword for one that is too short, common, made of what is known of the person, or easily guessed.

    Takes some ten milliseconds of a core.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(reason="too_short", limit=SHORTEST)
    known = [part for word in known_words if word for part in (word, *word.replace("@", " ").split())]
    if password.casefold() in {word.casefold() for word in known}:
        raise WeakPassword(reason="too_common")
    found = zxcvbn(password[:LOOKED_AT], user_inputs=[*known, *DUTCH])
    if found["score"] < STRONG_ENOUGH:
        raise WeakPassword(reason="too_guessable" if found["score"] else "too_common")


def hash_password(password: str) -> str:
    """Takes some 200 ms of a core: never call it within a transaction or on an event loop."""
    return _hasher.hash(password)


def check_password(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash where the stored one is of older parameters.

    Without a stored hash (an unknown address, or nobody set one yet) it takes the same time, so that the answer tells
    nothing.
    """
    try:
        right = _hasher.verify(password_hash or _NOBODY, password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False, None
    outdated = bool(password_hash) and _hasher.check_needs_rehash(password_hash or "")
    return right, _hasher.hash(password) if right and outdated else None
