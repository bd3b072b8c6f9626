"""The articles that come with the software: Markdown files in `articles/{language}/{name}.md`, listed in
`articles/index.toml` with topic, kind and what they are suggested for.

A file begins with a heading (the title) and a paragraph (the summary); the rest is the text. It shows pictures of
`articles/pictures/{language}/`, which `make pictures` takes, as `![description](pictures/{name}.webp)`.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from services.identity.contracts.languages import Language
from services.servicedesk.contracts import ArticleKind, ArticleTopic, Category
from services.servicedesk.contracts.pictures import picture_path

FOLDER = Path(__file__).parent / "articles"
PICTURES = FOLDER / "pictures"
_PICTURE = re.compile(r"(?<=\]\()pictures/([\w-]+\.webp)(?=\))")
_PICTURE_IDS = UUID("01980000-0000-7000-8000-0000000000a7")
"""Namespace of the ids of shipped pictures."""


@dataclass(frozen=True, slots=True)
class ShippedArticle:
    """`place` is where the article is shown and suggested; `texts` are title, summary and body by language; `pictures`
    the WebP files that they show, by id. A draft is loaded but not published."""

    name: str
    place: dict[str, Any]
    texts: dict[Language, dict[str, str]]
    pictures: dict[Language, dict[UUID, bytes]]
    is_draft: bool

    def digest(self, language: Language) -> str:
        return hashlib.sha256("\0".join(self.texts[language].values()).encode()).hexdigest()


def shipped_articles(folder: Path = FOLDER) -> Iterator[ShippedArticle]:
    """The shipped articles, in their order on the support centre."""
    index = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))
    for position, entry in enumerate(index["article"], start=1):
        place = {
            "topic": ArticleTopic(entry["topic"]),
            "kind": ArticleKind(entry["kind"]),
            "position": position * 10,
            "request_categories": [str(Category(category)) for category in entry.get("suggested_for", [])],
            "error_codes": [],
        }
        name = entry["name"]
        read = {language: _read(folder, language, name) for language in Language}
        texts = {language: text for language, (text, _) in read.items()}
        pictures = {language: shown for language, (_, shown) in read.items()}
        yield ShippedArticle(name, place, texts, pictures, is_draft=entry.get("draft", False))


def _read(folder: Path, language: Language, name: str) -> tuple[dict[str, str], dict[UUID, bytes]]:
    """The text, and the pictures that it shows. A picture's id is made of its content: a new picture has a new one."""
    title, summary, body = (folder / language / f"{name}.md").read_text(encoding="utf-8").strip().split("\n\n", 2)
    pictures = {}

    def path_of(match: re.Match[str]) -> str:
        content = (folder / "pictures" / language / match[1]).read_bytes()
        picture_id = uuid5(_PICTURE_IDS, hashlib.sha256(content).hexdigest())
        pictures[picture_id] = content
        return picture_path(picture_id)

    body = _PICTURE.sub(path_of, body)
    return {"title": title.removeprefix("# "), "summary": " ".join(summary.split()), "body": body}, pictures
