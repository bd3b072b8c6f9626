"""Style, script and icons: kept by browsers for a year, under addresses that change with their content."""

import re
from pathlib import Path

import pytest

from gateway import assets, brand, icons
from tests.gateway.installation import Installation

TEMPLATES = Path(assets.__file__).parent / "templates"


def _linked(installation: Installation) -> list[str]:
    return sorted(set(re.findall(r"/assets/[^\"#]+", installation.browser().get("/login").text)))


def test_all_files_of_a_page_are_there(installation: Installation) -> None:
    browser = installation.browser()
    linked = _linked(installation)
    assert {Path(path).name for path in linked} >= {"brand.css", "portal.css", "portal.js", "icons.svg", "favicon.svg"}
    assert {browser.get(path).status_code for path in linked} == {200}


def test_a_file_may_be_kept_for_a_year(installation: Installation) -> None:
    answer = installation.browser().get(_linked(installation)[0])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_under_the_address_of_another_version_a_file_is_not_kept(installation: Installation) -> None:
    answer = installation.browser().get("/assets/0123456789abcdef/portal.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a_changed_file_has_a_changed_address() -> None:
    blue, red = assets.Assets.of_brand("#0a5f8f"), assets.Assets.of_brand("#a4161a")
    assert blue._digests["brand.css"] != red._digests["brand.css"]
    assert blue._digests["portal.css"] == red._digests["portal.css"]


def test_every_part_of_the_style_sheet_is_served() -> None:
    assert {path.stem for path in (assets.STATIC / "style").glob("*.css")} == set(assets.STYLE)


def test_the_icons_are_those_that_are_used() -> None:
    code = [path for path in TEMPLATES.parent.rglob("*.py") if path.name != "icons.py"]
    everything = "".join(path.read_text() for path in [*TEMPLATES.rglob("*.html"), *code])
    named = set(re.findall(r'icon\("([a-z0-9-]+)"\)', everything))
    assert named <= set(icons.ICONS)
    assert [icon for icon in icons.ICONS if f'"{icon}"' not in everything] == []


def test_every_icon_is_in_the_sprite() -> None:
    sprite = icons.sprite()
    assert [icon for icon in icons.ICONS if f'id="{icon}"' not in sprite] == []


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_counted_as_wcag_does(colour: str, contrast: float) -> None:
    assert brand.contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)
