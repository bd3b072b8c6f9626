"""The user guide uses the portal's texts for buttons and menus, in both languages."""

import re
from pathlib import Path

import pytest

from gateway.language import catalogues

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
NAMED = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
"""Texts of the portal are in italics, separated by `→`."""


def _texts(language: str) -> set[str]:
    return {str(message) for message in catalogues()[language]._catalog.values()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_texts_named_in_the_guide_exist_in_the_portal(page: Path) -> None:
    texts = _texts(page.stem.rpartition(".")[2])
    named = {part.strip() for found in NAMED.findall(page.read_text()) for part in found.split("→")}
    assert named - texts == set()
    assert len(named) > 5


def test_each_page_exists_in_both_languages() -> None:
    names = {page.stem.rpartition(".")[0] for page in PAGES}
    assert {page.name for page in PAGES} == {f"{name}.{language}.md" for name in names for language in ("en", "nl")}
