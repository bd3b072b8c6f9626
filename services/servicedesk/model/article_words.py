"""The words of published articles, by which they are found: without case and accents, and reduced to their stems by
the Snowball algorithms of Dutch and English (https://snowballstem.org/algorithms/)."""

import re
from collections import Counter
from functools import cache
from typing import Any
from uuid import UUID

import snowballstemmer  # type: ignore[import-untyped]  # comes without types
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract.plain_text import plain
from services.identity.contracts.languages import Language
from services.servicedesk.model.base import Base

_ALGORITHMS = {Language.NL: "dutch", Language.EN: "english"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
STEM_LENGTH = 40
SHORTEST_SPELLING, LONGEST_SPELLING = 4, 40
"""Letters of the words that may be a correction of a misspelt one."""
TITLE_WEIGHT, SUMMARY_WEIGHT = 8, 3
MOST_WEIGHT = 30
"""A word that is repeated throughout a long text does not outweigh the title of another."""


class ArticleWord(Base):
    """A stem that a published text contains; `weight` is higher in the title, and the more often it occurs."""

    __tablename__ = "article_words"

    language: Mapped[Language] = mapped_column(String(2), primary_key=True)
    stem: Mapped[str] = mapped_column(String(STEM_LENGTH), primary_key=True)
    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    weight: Mapped[int]


class ArticleSpelling(Base):
    """A word as a published text spells it, in lower case: misspelt words of a search are compared with these."""

    __tablename__ = "article_spellings"

    language: Mapped[Language] = mapped_column(String(2), primary_key=True)
    word: Mapped[str] = mapped_column(String(LONGEST_SPELLING), primary_key=True)
    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )


def words_of(text: str) -> list[re.Match[str]]:
    """The words of a text, with their positions."""
    return list(_WORD.finditer(text))


def stem(word: str, language: Language) -> str:
    """The stem of a word: "groepen" and "Groep" have the same."""
    return _stem(plain(word).replace("'", "").replace("’", ""), language)[:STEM_LENGTH]


@cache
def _stemmer(language: Language) -> Any:
    return snowballstemmer.stemmer(_ALGORITHMS[language])


def _stem(word: str, language: Language) -> str:
    return str(_stemmer(language).stemWord(word))


def stems_of(text: str, language: Language) -> list[str]:
    return [stem(word[0], language) for word in words_of(text)]


def weights_of(title: str, summary: str, text: str, language: Language) -> dict[str, int]:
    """Stem → weight of an article, whose body is the plain `text`."""
    weights: Counter[str] = Counter()
    for part, weight in ((title, TITLE_WEIGHT), (summary, SUMMARY_WEIGHT), (text, 1)):
        for found in stems_of(part, language):
            weights[found] += weight
    return {found: min(weight, MOST_WEIGHT) for found, weight in weights.items() if found}


def spellings_of(title: str, summary: str, text: str) -> set[str]:
    """The words that a search may be corrected to, of an article whose body is the plain `text`."""
    words = {word[0].lower() for part in (title, summary, text) for word in words_of(part)}
    return {word for word in words if word.isalpha() and SHORTEST_SPELLING <= len(word) <= LONGEST_SPELLING}
