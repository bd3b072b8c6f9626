"""Words of a search that no article contains, replaced by similar ones."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from services.chassis.contract.plain_text import plain
from services.identity.contracts.languages import Language
from services.servicedesk.model.article_words import words_of
from services.servicedesk.synonyms import groups

SHORTEST_WORD, LONGEST_WORD = 5, 40
"""Letters of a word that may be misspelt; in shorter ones, another letter makes another word."""
TWO_ERRORS_FROM = 8
"""Letters from which a word may have two errors instead of one."""


def known_words(texts: Iterable[str], language: Language) -> dict[str, str]:
    """Word without case and accents → word, of the published texts and the synonyms."""
    written = [word[0].lower() for text in texts for word in words_of(text)]
    words = [*(word for group in groups(language) for word in group), *written]
    return {plain(word): word for word in words if word.isalpha() and len(word) >= SHORTEST_WORD - 1}


def corrected(word: str, known: Mapping[str, str]) -> str:
    """The known word that is most like a misspelt one; empty if none is. A letter that is missing, added, replaced or
    exchanged with the next one is an error."""
    typed = plain(word)
    if not typed.isalpha() or not SHORTEST_WORD <= len(typed) <= LONGEST_WORD:
        return ""
    errors = 2 if len(typed) >= TWO_ERRORS_FROM else 1
    of_like_length = [candidate for candidate in known if abs(len(candidate) - len(typed)) <= errors]
    similar = get_close_matches(typed, of_like_length, n=1, cutoff=(len(typed) - errors) / len(typed))
    return known[similar[0]] if similar else ""
