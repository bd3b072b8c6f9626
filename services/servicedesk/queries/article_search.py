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
SHORTEST_PART, SHORTEST_PART_OF_SYNONYM = 4, 5
"""Letters of a stem that is also found within others ("toner" in "tonerniveau"), and of a synonym ("sign", a synonym of
"log", is not found in "design")."""
SAME, BEGINNING, WITHIN = 1.0, 0.7, 0.4
"""How much the match of a whole stem counts, of the beginning of one, and of a part of one."""
SYNONYM = 0.5
"""How much a synonym counts, as a share of what the word itself would. A synonym that is rarer than the word counts as
if it were as common."""
PASSAGE_LENGTH = 220
LEAST_RARITY = 0.05
"""What a word counts that every article has. There is no list of words such as "the": they are not rare."""


def searched_stems(text: str, language: Language) -> dict[str, str]:
    """Stem → word of a search, in their order."""
    found: dict[str, str] = {}
    for word in words_of(text):
        found.setdefault(stem(word[0], language), word[0])
    return dict(list(found.items())[:MAX_WORDS])


def ranked(uow: UnitOfWork, language: Language, searched: Collection[str]) -> dict[UUID, set[str]]:
    """The ids of the published articles that contain one of the stems or a synonym, best first, each with the stems
    found in it. Two statements."""
    if not searched:
        return {}
    articles = uow.session.scalar(
        select(func.count(func.distinct(ArticleWord.article_id))).where(ArticleWord.language == language)
    )
    synonyms_of = synonyms(language)
    with_synonyms = frozenset(searched).union(*(synonyms_of.get(word, ()) for word in searched))
    rows = uow.session.execute(_containing_one_of(language, sorted(with_synonyms))).all()
    scores: dict[UUID, float] = defaultdict(float)
    found: dict[UUID, set[str]] = defaultdict(set)
    matched: dict[UUID, float] = defaultdict(float)
    for word in searched:
        direct = _best(rows, (word,), SHORTEST_PART, found)
        via_synonym = _best(rows, synonyms_of.get(word, ()), SHORTEST_PART_OF_SYNONYM, found)
        rarity = _rarity(articles or 0, len(direct))
        synonym_rarity = SYNONYM * min(_rarity(articles or 0, len(via_synonym)), rarity if direct else math.inf)
        for article_id in direct.keys() | via_synonym.keys():
            direct_rarity = rarity if article_id in direct else 0.0
            rarity_via_synonym = synonym_rarity if article_id in via_synonym else 0.0
            scores[article_id] += max(
                direct.get(article_id, 0.0) * direct_rarity, via_synonym.get(article_id, 0.0) * rarity_via_synonym
            )
            matched[article_id] += max(direct_rarity, rarity_via_synonym)
    order = sorted(scores, key=lambda id: (-scores[id] * matched[id] ** 2, id))  # rare words before common ones
    return {article_id: found[article_id] for article_id in order}


def not_found(searched: Mapping[str, str], found: Mapping[UUID, set[str]], language: Language) -> list[str]:
    """The words, by stem, that no article contains, nor a synonym; `found` is the result of `ranked`. A word of which
    articles contain only the beginning ("wacht" of "wachtwoort") is not found: it may be another word."""
    contained = frozenset[str]().union(*found.values())

    def is_found(searched_stem: str) -> bool:
        return _is_contained(searched_stem, SHORTEST_PART, contained) or any(
            _is_contained(synonym, SHORTEST_PART_OF_SYNONYM, contained)
            for synonym in synonyms(language).get(searched_stem, ())
        )

    return [word for searched_stem, word in searched.items() if not is_found(searched_stem)]


def _is_contained(word: str, shortest_part: int, stems: Collection[str]) -> bool:
    return any(len(one) >= len(word) and _likeness(one, word, shortest_part) for one in stems)


def _best(
    rows: Sequence[Row[UUID, str, int]], words: Collection[str], shortest_part: int, found: dict[UUID, set[str]]
) -> dict[UUID, float]:
    """How well each article contains one of the words. Adds the stems to those found."""
    best: dict[UUID, float] = {}
    for article_id, contained, weight in rows:
        if likeness := max((_likeness(contained, word, shortest_part) for word in words), default=0.0):
            best[article_id] = max(best.get(article_id, 0.0), likeness * math.log1p(weight))
            found[article_id].add(contained)
    return best


def _rarity(articles: int, containing: int) -> float:
    return max(math.log(articles / containing), LEAST_RARITY) if containing else 0.0


def _containing_one_of(language: Language, words: Sequence[str]) -> Select[UUID, str, int]:
    """The rows for which `_likeness` to one of the words is not 0, with `SHORTEST_PART`."""
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


def _likeness(contained: str, word: str, shortest_part: int) -> float:
    """How alike two stems are; 0 if neither contains the other, or the shorter one has fewer letters than
    `shortest_part` and is not the same."""
    if contained == word:
        return SAME
    if min(len(contained), len(word)) < shortest_part:
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
