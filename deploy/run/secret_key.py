"""The secret key of the Flask application."""

import secrets
from pathlib import Path


def secret_key(var: Path) -> str:
    """The key that signs the CSRF cookie: generated at the first start and stored, so that forms survive a restart."""
    path = var / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
