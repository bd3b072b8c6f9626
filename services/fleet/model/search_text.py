"""The words by which a machine is found: without case and accents, each by its beginning."""

import unicodedata

LONGEST = 600


def search_text(*texts: str | None) -> str:
    """What is stored: every word with a space before it."""
    return "".join(f" {word}" for word in dict.fromkeys(search_terms(" ".join(text for text in texts if text))))[
        :LONGEST
    ]


def search_terms(text: str) -> list[str]:
    """What was typed, word by word, as it is stored."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )
    return plain.split()
