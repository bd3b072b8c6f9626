"""Text without case and accents, for searching and sorting: "Zoë" is found by "zoe" and sorted beside it."""

import unicodedata


def plain(text: str) -> str:
    """The text in lower case without accents; compatibility forms such as ligatures are decomposed (Unicode NFKD)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
