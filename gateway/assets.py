"""Static files (style sheet, script, icons), read at start-up and served under a URL that contains their SHA-256.

A changed file has a new URL, so browsers cache them for a year.
"""

import hashlib
import mimetypes
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, g, url_for

from gateway import brand, icons
from gateway.guards import open_to_all

STATIC = Path(__file__).parent / "static"
STYLE = (
    "base", "layout", "page", "parts", "panels", "filters", "lists", "machines", "volumes", "requests", "orders",
    "support", "forms", "people", "media", "print",
)  # fmt: skip
"""Files of the style sheet in cascade order; media queries come last."""

assets = Blueprint("assets", __name__)


class Assets:
    """Static files by name, with their digests (16 hexadecimal digits)."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files
        self._digests = {name: hashlib.sha256(content).hexdigest()[:16] for name, content in files.items()}

    @classmethod
    def of_brand(cls, colour: str) -> "Assets":
        style = "\n".join((STATIC / "style" / f"{part}.css").read_text(encoding="utf-8") for part in STYLE)
        return cls(
            {
                "brand.css": brand.style_sheet(colour).encode(),
                "portal.css": style.encode(),
                "portal.js": (STATIC / "portal.js").read_bytes(),
                "favicon.svg": (STATIC / "favicon.svg").read_bytes(),
                "icons.svg": icons.sprite().encode(),
            }
        )

    def url(self, name: str) -> str:
        """The URL of a file, cached per request: a page needs the one of `icons.svg` for every icon."""
        urls: dict[str, str] = g.setdefault("asset_urls", {})
        if name not in urls:
            urls[name] = url_for("assets.asset", digest=self._digests[name], name=name)
        return urls[name]

    def answer(self, digest: str, name: str) -> Response:
        """The file. It is also served for the digest of another version, but then without caching: during a rolling
        restart, replicas serve different versions. Raises 404 for an unknown name."""
        if name not in self._files:
            abort(404)
        response = Response(self._files[name], mimetype=mimetypes.guess_type(name)[0])
        if digest == self._digests[name]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def set_up(app: Flask, colour: str) -> None:
    """Read the files and register the blueprint and the template global `asset(name)`."""
    files = app.extensions["assets"] = Assets.of_brand(colour)
    app.jinja_env.globals["asset"] = files.url
    app.register_blueprint(assets)


@assets.get("/assets/<digest>/<name>")
@open_to_all
def asset(digest: str, name: str) -> Response:
    files: Assets = current_app.extensions["assets"]
    return files.answer(digest, name)
