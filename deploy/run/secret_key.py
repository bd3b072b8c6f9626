"""The key that signs forms."""

import secrets
from pathlib import Path


def secret_key(var: Path) -> str:
    """The key that signs forms: made at the first start and kept, so that open pages survive a restart."""
    path = var / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
