"""Tokens of links that are sent by mail: `<id>.<secret>`. The id finds the row; of the secret, only hashes are stored
(OWASP ASVS 5.0, 6.4.3)."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID


class IssuedToken(NamedTuple):
    """A new token, of which no copy is stored, and the hashes to store."""

    token: str
    secret_hashes: list[str]


def issue(id: UUID, secret_hashes: Sequence[str], *, valid_secrets: int) -> IssuedToken:
    """Create a token with a random secret of 256 bits. The secrets of earlier tokens stay valid, up to `valid_secrets`
    in all: each retry of a mail has a new one."""
    secret = secrets.token_urlsafe(32)
    kept = list(secret_hashes)[max(len(secret_hashes) - valid_secrets + 1, 0) :]
    return IssuedToken(f"{id.hex}.{secret}", [*kept, hash_of(secret)])


def parts_of(token: str) -> tuple[UUID | None, str]:
    """Id and secret of a token; no id when the token is malformed."""
    id, _, secret = token.partition(".")
    try:
        return UUID(hex=id), secret
    except ValueError:
        return None, ""


def is_known(secret: str, secret_hashes: Iterable[str]) -> bool:
    """Whether one of the hashes is that of the secret."""
    return any(hmac.compare_digest(stored, hash_of(secret)) for stored in secret_hashes)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
