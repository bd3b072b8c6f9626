"""Style, script and icons: cached for a year, under paths that change with their content."""

import re
from pathlib import Path

import pytest

from gateway import assets, brand, icons
from tests.gateway.installation import Installation

TEMPLATES = Path(assets.__file__).parent / "templates"


def _linked(installation: Installation) -> list[str]:
    return sorted(set(re.findall(r"/assets/[^\"#]+", installation.browser().get("/login").text)))


def test_all_linked_files_exist(installation: Installation) -> None:
    browser = installation.browser()
    linked = _linked(installation)
    assert {Path(path).name for path in linked} >= {"brand.css", "portal.css", "portal.js", "icons.svg", "favicon.svg"}
    assert {browser.get(path).status_code for path in linked} == {200}


def test_file_is_cacheable_for_a_year(installation: Installation) -> None:
    response = installation.browser().get(_linked(installation)[0])
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_file_under_another_versions_path_is_not_cached(installation: Installation) -> None:
    response = installation.browser().get("/assets/0123456789abcdef/portal.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


def test_changed_file_has_another_path() -> None:
    blue, red = assets.Assets.of_brand("#0a5f8f"), assets.Assets.of_brand("#a4161a")
    assert blue._digests["brand.css"] != red._digests["brand.css"]
    assert blue._digests["portal.css"] == red._digests["portal.css"]


def test_every_style_sheet_is_served() -> None:
    assert {path.stem for path in (assets.STATIC / "style").glob("*.css")} == set(assets.STYLE)


def test_icons_are_exactly_those_used() -> None:
    code = [path for path in TEMPLATES.parent.rglob("*.py") if path.name != "icons.py"]
    everything = "".join(path.read_text() for path in [*TEMPLATES.rglob("*.html"), *code])
    named = set(re.findall(r'icon\("([a-z0-9-]+)"\)', everything))
    assert named <= set(icons.ICONS)
    assert [icon for icon in icons.ICONS if f'"{icon}"' not in everything] == []


def test_every_icon_is_in_the_sprite() -> None:
    sprite = icons.sprite()
    assert [icon for icon in icons.ICONS if f'id="{icon}"' not in sprite] == []


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_computed_as_wcag_defines(colour: str, contrast: float) -> None:
    assert brand.contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)
