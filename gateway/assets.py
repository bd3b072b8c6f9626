"""The gateway's own files (style, script, icons), read at start-up and served under an address that holds their hash.

A changed file has a new address, so browsers may keep them for a year.
"""

import hashlib
import mimetypes
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, g, url_for

from gateway import brand, icons
from gateway.guards import open_to_all

STATIC = Path(__file__).parent / "static"
STYLE = (
    "base", "layout", "page", "parts", "panels", "lists", "machines", "volumes", "requests", "orders", "forms",
    "people", "media", "print",
)  # fmt: skip
"""The parts of the style sheet, in the order in which they count: what depends on the medium has the last word."""

assets = Blueprint("assets", __name__)


class Assets:
    """File name → content. `url` is the address that pages link to."""

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
        """Made once for each page, which asks for that of the icons with every icon."""
        made: dict[str, str] = g.setdefault("asset_urls", {})
        if name not in made:
            made[name] = url_for("assets.asset", digest=self._digests[name], name=name)
        return made[name]

    def answer(self, digest: str, name: str) -> Response:
        """The file. Under another version's address it comes too, but is not kept: replicas may differ for a moment."""
        if name not in self._files:
            abort(404)
        answer = Response(self._files[name], mimetype=mimetypes.guess_type(name)[0])
        if digest == self._digests[name]:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def keep_assets(app: Flask, colour: str) -> None:
    """Read the files, and let templates say `{{ asset("portal.css") }}`."""
    kept = app.extensions["assets"] = Assets.of_brand(colour)
    app.jinja_env.globals["asset"] = kept.url
    app.register_blueprint(assets)


@assets.get("/assets/<digest>/<name>")
@open_to_all
def asset(digest: str, name: str) -> Response:
    kept: Assets = current_app.extensions["assets"]
    return kept.answer(digest, name)
