"""Pictures of articles: made anew, without what is hidden in the sent file; anything else is refused."""

import base64
import io
import struct
import zlib

import pytest
from contracts.articles import EDITOR
from contracts.running import Installation
from PIL import Image

from services.chassis.contract import Caller, NotFound
from services.servicedesk.contracts import AddPicture, GetPicture, PictureRefused
from services.servicedesk.contracts.pictures import PICTURE_LIMIT


def encoded(picture: Image.Image, format_: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, format_, **options)
    return written.getvalue()


def add(installation: Installation, content: bytes) -> dict[str, object]:
    return installation.call(AddPicture, EDITOR, content=base64.b64encode(content).decode())


def shown(installation: Installation, content: bytes) -> tuple[bytes, Image.Image]:
    """The stored picture of a sent one: its bytes, and opened."""
    id = add(installation, content)["picture_id"]
    stored = installation.call(GetPicture, Caller.visitor(), picture_id=id)
    assert stored["content_type"] == "image/webp"
    data = base64.b64decode(stored["content"])
    return data, Image.open(io.BytesIO(data))


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_stored_as_webp(installation: Installation, format_: str) -> None:
    _, picture = shown(installation, encoded(Image.new("RGB", (20, 10), "red"), format_))
    assert (picture.format, picture.size) == ("WEBP", (20, 10))


def test_the_place_where_a_photo_was_taken_is_removed(installation: Installation) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    data, picture = shown(installation, encoded(Image.new("RGB", (20, 10)), "JPEG", exif=exif))
    assert b"SECRET-PLACE" not in data
    assert not picture.getexif()


def test_a_photo_taken_sideways_is_turned_upright(installation: Installation) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # rotated by 90 degrees (EXIF 2.3, Orientation)
    assert shown(installation, encoded(Image.new("RGB", (20, 10)), "JPEG", exif=exif))[1].size == (10, 20)


def test_what_follows_a_picture_in_its_file_is_removed(installation: Installation) -> None:
    data, _ = shown(installation, encoded(Image.new("RGB", (20, 10)), "PNG") + b"<script>alert(1)</script>")
    assert b"<script>" not in data


def test_a_wide_picture_is_reduced(installation: Installation) -> None:
    assert shown(installation, encoded(Image.new("RGB", (3200, 200)), "PNG"))[1].size == (1600, 100)


@pytest.mark.parametrize(
    "content",
    [b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"],
)
def test_a_file_that_is_no_picture_is_refused(installation: Installation, content: bytes) -> None:
    with pytest.raises(PictureRefused) as raised:
        add(installation, content)
    assert raised.value.params["reason"] == "not_a_picture"


def test_a_picture_that_would_fill_the_memory_is_refused(installation: Installation) -> None:
    with pytest.raises(PictureRefused) as raised:
        add(installation, _png_that_claims(40_000, 40_000))
    assert raised.value.params["reason"] == "too_many_pixels"


def test_a_large_file_is_refused(installation: Installation) -> None:
    with pytest.raises(PictureRefused) as raised:
        add(installation, b"x" * (PICTURE_LIMIT + 1))
    assert raised.value.params == {"reason": "too_large", "limit": PICTURE_LIMIT}


def test_a_picture_that_does_not_exist_is_not_found(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.call(GetPicture, Caller.visitor(), picture_id="01980000-0000-7000-8000-000000000000")


def _png_that_claims(width: int, height: int) -> bytes:
    """A PNG file whose header claims a size that its data does not have."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
