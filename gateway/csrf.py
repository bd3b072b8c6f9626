"""CSRF protection by Flask-WTF, with tokens that look different in each response.

A compressed response that contains a secret and something that the reader typed reveals the secret by its length
(BREACH, CVE-2013-3587). A token that is masked with random bytes reveals nothing.
"""

import base64
import secrets

from flask import Flask, g
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf


class MaskedCSRFProtect(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Masks the tokens of pages and unmasks those of submitted forms."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = masked_token
        app.context_processor(lambda: {"csrf_token": masked_token})

    def _get_csrf_token(self) -> str | None:
        sent: str | None = super()._get_csrf_token()
        return unmasked(sent) if sent else sent


def masked_token() -> str:
    """The token of this response: the base64 of a random mask, followed by the token under this mask."""
    if "masked_csrf_token" not in g:
        token = str(generate_csrf()).encode()
        mask = secrets.token_bytes(len(token))
        g.masked_csrf_token = base64.urlsafe_b64encode(mask + _xor(token, mask)).decode()
    return str(g.masked_csrf_token)


def unmasked(sent: str) -> str:
    """The token; empty if what was sent is not a masked token."""
    try:
        both = base64.urlsafe_b64decode(sent.encode("ascii"))
        half = len(both) // 2
        return _xor(both[:half], both[half:]).decode("ascii")
    except ValueError:
        return ""


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(left, right, strict=True))
