"""Whether a password is made of a known name, in any of its spellings: case, diacritics, digits or signs that look like
letters, words in another order or left out, with spaces and punctuation between letters and digits around."""

import re
import unicodedata

LOOKALIKES = {
    "a": "a4@", "b": "b8", "e": "e3€", "g": "g69", "i": "i1!|", "l": "l1!|", "o": "o0", "s": "s5$", "t": "t7+",
    "z": "z2",
}  # fmt: skip
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not decompose."""
SHORTEST_WORD = 3
REST = 4
"""A password with fewer characters besides names, and digits and signs at its ends, is made of them."""


def is_made_of(password: str, names: list[str]) -> bool:
    """Whether nothing much is left of the password without these names and their words."""
    text = _plain(password)
    words = sorted({word for name in names for word in _words(name)}, key=len, reverse=True)
    rest = text
    for word in words:
        rest = re.sub(_spellings(word), " ", rest)
    return rest != text and len(re.sub(r"[\W\d_]+$|^[\W\d_]+", "", rest).replace(" ", "")) < REST


def _words(name: str) -> list[str]:
    """The name without spaces and punctuation, and its words. The last label of a mail address is none of its words."""
    text = _plain(name)
    labels = text.rpartition(".")[0] if "@" in text else text
    words = [re.sub(r"[\W_]", "", text), *re.split(r"[\W_]+", labels)]
    return [word for word in words if len(word) >= SHORTEST_WORD]


def _plain(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(STROKES)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _spellings(word: str) -> str:
    letters = (f"[{re.escape(LOOKALIKES.get(letter, letter))}]" for letter in word)
    return r"[^\w@$€|!+]*".join(letters)
