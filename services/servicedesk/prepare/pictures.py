"""Makes pictures anew: what is stored was written by our own library, without metadata and without anything that was
hidden in the sent file (OWASP ASVS 5.0, 5.2)."""

import base64
import binascii
import io
import struct
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from services.chassis.contract import Caller
from services.chassis.runtime.prepare_context import PrepareContext
from services.servicedesk.contracts import PictureRefused
from services.servicedesk.contracts.pictures import PICTURE_LIMIT

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 25_000_000
"""Of a sent picture: one that claims more is not decoded (a decompression bomb)."""
MAX_WIDTH, MAX_HEIGHT = 1600, 3200
QUALITY = 85


def remake_picture(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """The picture as WebP: bytes, width and height. Raises PictureRefused."""
    try:
        sent = base64.b64decode(request["content"], validate=True)
    except (binascii.Error, ValueError):
        raise PictureRefused(reason="not_a_picture") from None
    if len(sent) > PICTURE_LIMIT:
        raise PictureRefused(reason="too_large", limit=PICTURE_LIMIT)
    with context.cpu_slot() as run:
        return {"picture": run(remade, sent)}


def remade(sent: bytes) -> tuple[bytes, int, int]:
    """The picture as WebP, upright and at most MAX_WIDTH wide, with its width and height. Of an animation, the first
    picture. Raises PictureRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise PictureRefused(reason="too_many_pixels")
                picture = _reduced(opened)
    except PictureRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureRefused(reason="too_many_pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, TypeError):
        raise PictureRefused(reason="not_a_picture") from None
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=QUALITY)
    return written.getvalue(), picture.width, picture.height


def _reduced(opened: Image.Image) -> Image.Image:
    """Reduced before anything else is done with it, because each further copy of a large picture takes as much
    memory."""
    opened.draft("RGB", (MAX_HEIGHT, MAX_HEIGHT))  # a JPEG file is decoded at about this size
    if opened.mode in ("P", "1"):  # colours of a palette cannot be mixed
        opened = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    opened.thumbnail((MAX_HEIGHT, MAX_HEIGHT))
    upright = ImageOps.exif_transpose(opened)
    picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    picture.thumbnail((MAX_WIDTH, MAX_HEIGHT))
    return picture
