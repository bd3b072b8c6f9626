"""News items."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import languages, t
from gateway.presenters.tags import Tag, tag_of


@dataclass(frozen=True, slots=True)
class NewsItem:
    """`row` is a row of notify's `ListNews`, or its detail."""

    row: dict[str, Any]

    @property
    def title(self) -> str:
        return self.row["subject"] or t("news.untitled")

    @property
    def url(self) -> str:
        return url_for("staff_news.detail", news_id=self.row["id"])

    @property
    def purpose(self) -> str:
        return t(f"consent_purpose.{self.row['purpose']}")

    @property
    def tag(self) -> Tag:
        return tag_of("news_status", self.row["status"])

    @property
    def is_draft(self) -> bool:
        return bool(self.row["status"] == "draft")

    @property
    def texts(self) -> list[tuple[str, dict[str, str]]]:
        """The languages with a text."""
        return [(code, self.row[code]) for code in languages() if self.row[code]["subject"] or self.row[code]["body"]]
