"""Search in published articles. A word that few articles have counts more than a common one (inverse document
frequency)."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select

from services.chassis.persistence import UnitOfWork
from services.identity.contracts.languages import Language
from services.servicedesk.model import ArticleWord
from services.servicedesk.model.article_words import stem, stems_of, words_of
from services.servicedesk.synonyms import synonyms

MAX_WORDS = 12
"""Different words of a search that are looked up; further ones are ignored."""
SHORTEST_PART = 4
"""Letters of a stem that is also found within others ("toner" in "tonerniveau")."""
SAME, BEGINNING, WITHIN = 1.0, 0.7, 0.4
"""How much the match of a whole stem counts, of the beginning of one, and of a part of one."""
SYNONYM = 0.5
"""How much a synonym counts, which is never rarer than a word that was found itself."""
PASSAGE_LENGTH = 220
LEAST_RARITY = 0.05
"""What a word counts that every article has. There is no list of words such as "the": they are not rare."""


def wanted_stems(text: str, language: Language) -> dict[str, str]:
    """Stem → word of a search, in their order."""
    found: dict[str, str] = {}
    for word in words_of(text):
        found.setdefault(stem(word[0], language), word[0])
    return dict(list(found.items())[:MAX_WORDS])


def ranked(uow: UnitOfWork, language: Language, wanted: Collection[str]) -> dict[UUID, set[str]]:
    """The ids of the published articles that contain one of the stems or a synonym, best first, each with the stems
    found in it."""
    if not wanted:
        return {}
    number = uow.session.scalar(
        select(func.count(func.distinct(ArticleWord.article_id))).where(ArticleWord.language == language)
    )
    others = synonyms(language)
    alike = frozenset(wanted).union(*(others.get(word, ()) for word in wanted))
    rows = uow.session.execute(_containing_one_of(language, sorted(alike))).all()
    scores: dict[UUID, float] = defaultdict(float)
    found: dict[UUID, set[str]] = defaultdict(set)
    matched: dict[UUID, float] = defaultdict(float)
    for word in wanted:
        own, of_synonyms = _best(rows, (word,), found), _best(rows, others.get(word, ()), found)
        rarity = _rarity(number or 0, len(own))
        rarity_of_synonyms = min(_rarity(number or 0, len(of_synonyms)), rarity if own else math.inf)
        for article_id in own.keys() | of_synonyms.keys():
            by_synonym = SYNONYM * rarity_of_synonyms if article_id in of_synonyms else 0.0
            by_itself = rarity if article_id in own else 0.0
            scores[article_id] += max(
                own.get(article_id, 0.0) * by_itself, of_synonyms.get(article_id, 0.0) * by_synonym
            )
            matched[article_id] += max(by_itself, by_synonym)
    order = sorted(scores, key=lambda id: (-scores[id] * matched[id] ** 2, id))  # rare words before common ones
    return {article_id: found[article_id] for article_id in order}


def missing(wanted: Mapping[str, str], found: Mapping[UUID, set[str]], language: Language) -> list[str]:
    """The words, by stem, that no article contains, nor a synonym; `found` is the result of `ranked`. A stem that is
    only the beginning of the word ("wacht" of "wachtwoort") may be another word."""
    stems = frozenset[str]().union(*found.values())
    others = synonyms(language)
    alike = {one: (one, *others.get(one, ())) for one in wanted}
    return [
        word
        for one, word in wanted.items()
        if not any(_contains(contained, like) for contained in stems for like in alike[one])
    ]


def _contains(contained: str, word: str) -> bool:
    return contained == word or (len(word) >= SHORTEST_PART and word in contained)


def _best(
    rows: Sequence[Row[UUID, str, int]], words: Collection[str], found: dict[UUID, set[str]]
) -> dict[UUID, float]:
    """How well each article contains one of the words. Adds the stems to those found."""
    best: dict[UUID, float] = {}
    for article_id, contained, weight in rows:
        if likeness := max((_likeness(contained, word) for word in words), default=0.0):
            best[article_id] = max(best.get(article_id, 0.0), likeness * math.log1p(weight))
            found[article_id].add(contained)
    return best


def _rarity(articles: int, containing: int) -> float:
    return max(math.log(articles / containing), LEAST_RARITY) if containing else 0.0


def _containing_one_of(language: Language, words: Sequence[str]) -> Select[UUID, str, int]:
    """The rows for which `_likeness` to one of the words is not 0."""
    matches: list[ColumnElement[bool]] = [ArticleWord.stem.in_(words)]
    for word in words:
        if len(word) >= SHORTEST_PART:
            is_beginning = literal(word).startswith(ArticleWord.stem)
            matches += [
                ArticleWord.stem.contains(word),
                is_beginning & (func.length(ArticleWord.stem) >= SHORTEST_PART),
            ]
    columns = select(ArticleWord.article_id, ArticleWord.stem, ArticleWord.weight)
    return columns.where(ArticleWord.language == language, or_(*matches))


def _likeness(contained: str, word: str) -> float:
    if contained == word:
        return SAME
    if min(len(contained), len(word)) < SHORTEST_PART:
        return 0.0
    if contained.startswith(word) or word.startswith(contained):
        return BEGINNING
    return WITHIN if word in contained else 0.0


def fragments(text: str, stems: set[str], language: Language) -> list[dict[str, Any]]:
    """The text in pieces, of which those whose stem is among `stems` are marked."""
    pieces, end = [], 0
    for word in words_of(text):
        if stem(word[0], language) in stems:
            pieces += [{"text": text[end : word.start()], "matches": False}, {"text": word[0], "matches": True}]
            end = word.end()
    return [piece for piece in (*pieces, {"text": text[end:], "matches": False}) if piece["text"]]


def passage(summary: str, text: str, stems: set[str], language: Language) -> list[dict[str, Any]]:
    """The summary if it contains one of the stems, else about PASSAGE_LENGTH characters of the text around the first
    one."""
    if any(found in stems for found in stems_of(summary, language)):
        return fragments(summary, stems, language)
    first = next((word for word in words_of(text) if stem(word[0], language) in stems), None)
    if first is None:
        return fragments(summary, stems, language)
    begin = _cut(text, max(first.start() - PASSAGE_LENGTH // 3, 0))
    end = min(begin + PASSAGE_LENGTH, len(text))
    cut = text[begin : end if end == len(text) else _cut(text, end)].strip()
    shown = f"{'… ' if begin else ''}{cut}{' …' if end < len(text) else ''}"
    return fragments(shown, stems, language)


def _cut(text: str, position: int) -> int:
    """The position of the last space or line break before, so that no word is cut."""
    before: Sequence[int] = [text.rfind(mark, 0, position + 1) for mark in " \n"]
    return max(*before, 0)
