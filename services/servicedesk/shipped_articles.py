"""The articles that come with the software: Markdown files in `articles/{language}/{name}.md`, listed in
`articles/index.toml` with topic, kind and what they are suggested for.

A file begins with a heading (the title) and a paragraph (the summary); the rest is the text.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.identity.contracts.languages import Language
from services.servicedesk.contracts import ArticleKind, ArticleTopic, Category

FOLDER = Path(__file__).parent / "articles"


@dataclass(frozen=True, slots=True)
class ShippedArticle:
    """`place` is where the article is shown and suggested; `texts` are title, summary and body by language. A draft is
    loaded but not published."""

    name: str
    place: dict[str, Any]
    texts: dict[Language, dict[str, str]]
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
        texts = {language: _read(folder / str(language) / f"{name}.md") for language in Language}
        yield ShippedArticle(name, place, texts, is_draft=entry.get("draft", False))


def _read(path: Path) -> dict[str, str]:
    title, summary, body = path.read_text(encoding="utf-8").strip().split("\n\n", 2)
    return {"title": title.removeprefix("# "), "summary": " ".join(summary.split()), "body": body}
