"""Search text of a machine: normalised words without case and accents, matched by their beginning."""

from services.chassis.contract.plain_text import plain

LONGEST = 600


def search_text(*texts: str | None) -> str:
    """The stored text: each word, without duplicates, preceded by a space."""
    return "".join(f" {word}" for word in dict.fromkeys(search_terms(" ".join(text for text in texts if text))))[
        :LONGEST
    ]


def search_terms(text: str) -> list[str]:
    """The normalised words of a query."""
    return plain(text).split()
