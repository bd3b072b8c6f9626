"""Words of a search that no article contains, replaced by similar ones."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from sqlalchemy import func, select

from services.chassis.contract.plain_text import plain
from services.chassis.persistence import UnitOfWork
from services.identity.contracts.languages import Language
from services.servicedesk.model import ArticleSpelling, ArticleWord
from services.servicedesk.model.article_words import LONGEST_SPELLING, SHORTEST_SPELLING, stem
from services.servicedesk.synonyms import groups

SHORTEST_WORD, LONGEST_WORD = SHORTEST_SPELLING + 1, LONGEST_SPELLING
"""Letters of a word that may be misspelt; in shorter ones, another letter makes another word."""
MAX_ERRORS = 2
TWO_ERRORS_FROM = 9
"""Letters from which a word may have two errors instead of one."""
MAX_CORRECTIONS = 5
"""Words of a search that are compared with all words of the articles."""


def corrections(uow: UnitOfWork, language: Language, words: Sequence[str]) -> dict[str, str]:
    """Word → the word of a published article, or the synonym of one, that it may be meant to be; words that are like
    none are missing. Two statements."""
    misspelt = [word for word in words if word.isalpha() and SHORTEST_WORD <= len(plain(word)) <= LONGEST_WORD]
    misspelt = misspelt[:MAX_CORRECTIONS]
    if not misspelt:
        return {}
    known = _known_words(uow, language, misspelt)
    misspelt = [word for word in misspelt if plain(word) not in known]
    return {word: used for word in misspelt if (used := _most_similar(plain(word), known))}


def _known_words(uow: UnitOfWork, language: Language, misspelt: Sequence[str]) -> dict[str, str]:
    """Word without case and accents → word."""
    lengths = [len(plain(word)) for word in misspelt]
    of_like_length = func.length(ArticleSpelling.word).between(min(lengths) - MAX_ERRORS, max(lengths) + MAX_ERRORS)
    spelt = select(ArticleSpelling.word).where(ArticleSpelling.language == language, of_like_length).distinct()
    words = [*_synonyms_of_articles(uow, language), *uow.session.scalars(spelt.order_by(ArticleSpelling.word))]
    return {plain(word): word for word in words}


def _synonyms_of_articles(uow: UnitOfWork, language: Language) -> Iterator[str]:
    """The synonyms of words that an article contains."""
    stems = {word: stem(word, language) for group in groups(language) for word in group}
    contained = select(ArticleWord.stem).where(
        ArticleWord.language == language, ArticleWord.stem.in_(set(stems.values()))
    )
    found = set(uow.session.scalars(contained.distinct()))
    for group in groups(language):
        if any(stems[word] in found for word in group):
            yield from (word for word in group if len(word) >= SHORTEST_SPELLING)


def _most_similar(typed: str, known: Mapping[str, str]) -> str:
    """The known word that is most like a misspelt one; empty if none is. A letter that is missing, added, replaced or
    exchanged with the next one is an error."""
    errors = MAX_ERRORS if len(typed) >= TWO_ERRORS_FROM else 1
    of_like_length = [candidate for candidate in known if abs(len(candidate) - len(typed)) <= errors]
    # `difflib` measures likeness, which is not the number of errors: it only selects candidates
    similar = get_close_matches(typed, of_like_length, n=5, cutoff=(len(typed) - errors) / len(typed))
    return next((known[word] for word in similar if _errors(typed, word) <= errors), "")


def _errors(one: str, other: str) -> int:
    """The number of errors between two words (optimal string alignment distance)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]
