"""The user guide names buttons and menus as the portal does, in both languages."""

import re
from pathlib import Path

import pytest

from gateway.language import catalogues

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
NAMED = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
"""What stands in italics is on the screen; `→` leads from one to the next."""


def _texts(language: str) -> set[str]:
    return {str(message) for message in catalogues()[language]._catalog.values()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_guide_names_is_on_the_screen(page: Path) -> None:
    texts = _texts(page.stem.rpartition(".")[2])
    named = {part.strip() for found in NAMED.findall(page.read_text()) for part in found.split("→")}
    assert named - texts == set()
    assert len(named) > 5


def test_each_page_is_there_in_both_languages() -> None:
    names = {page.stem.rpartition(".")[0] for page in PAGES}
    assert {page.name for page in PAGES} == {f"{name}.{language}.md" for name in names for language in ("en", "nl")}
