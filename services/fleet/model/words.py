"""The words by which a machine is found: without case and accents, each by its beginning."""

import unicodedata

LONGEST = 600


def searchable(*texts: str | None) -> str:
    """What is stored: every word with a space before it."""
    return "".join(f" {word}" for word in dict.fromkeys(words(" ".join(text for text in texts if text))))[:LONGEST]


def words(text: str) -> list[str]:
    """What was typed, word by word, as it is stored."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )
    return plain.split()
