"""Synonyms in searches of the support centre (`articles/synonyms.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache

from services.identity.contracts.languages import Language
from services.servicedesk.model.article_words import stem
from services.servicedesk.shipped_articles import FOLDER


@cache
def groups(language: Language) -> list[list[str]]:
    """Groups of synonyms, as written."""
    found: list[list[str]] = tomllib.loads((FOLDER / "synonyms.toml").read_text(encoding="utf-8"))[str(language)]
    return found


@cache
def synonyms(language: Language) -> Mapping[str, frozenset[str]]:
    """Stem → the stems of its synonyms."""
    of_stem: dict[str, frozenset[str]] = {}
    for group in groups(language):
        stems = frozenset(stem(word, language) for word in group)
        for one in stems:
            of_stem[one] = of_stem.get(one, frozenset()) | stems - {one}
    return of_stem
