"""View models of articles of the support centre."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import current, languages, number, t
from gateway.presenters.tags import Tag, tag_of
from services.servicedesk.contracts import ArticleTopic


@dataclass(frozen=True, slots=True)
class Article:
    """A published article in one language."""

    row: dict[str, Any]
    language: str

    @property
    def url(self) -> str:
        return url_for("support.article", language=self.language, slug=self.row["slug"])

    @property
    def topic(self) -> str:
        return t(f"article_topic.{self.row['topic']}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading of the support centre with its articles."""

    code: str
    articles: list[Article]

    @property
    def title(self) -> str:
        return t(f"article_topic.{self.code}")


def by_topic(rows: list[dict[str, Any]], language: str) -> list[Topic]:
    """The topics that have articles, in their order; frequently asked questions are among the articles."""
    articles = [Article(row, language) for row in rows]
    topics = [Topic(topic, [one for one in articles if one.row["topic"] == topic]) for topic in ArticleTopic]
    return [topic for topic in topics if topic.articles]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its editors see it."""

    row: dict[str, Any]

    @property
    def url(self) -> str:
        return url_for("staff_articles.detail", article_id=self.row["id"])

    @property
    def title(self) -> str:
        """The title in the reader's language, else in another one."""
        titles = self.row["titles"]
        return titles.get(current()) or next(filter(None, titles.values()), "") or t("articles.untitled")

    @property
    def topic(self) -> str:
        return t(f"article_topic.{self.row['topic']}")

    @property
    def kind(self) -> str:
        return t(f"article_kind.{self.row['kind']}")

    @property
    def tags(self) -> list[tuple[str, Tag]]:
        """Each language with the state of its text."""
        return [(language, tag_of("article_state", self.state(language))) for language in languages()]

    def state(self, language: str) -> str:
        """`published`, `changed` (published, with later changes), `draft` or `missing`."""
        if language in self.row["changed"]:
            return "changed"
        if language in self.row["published"]:
            return "published"
        return "draft" if self.row["titles"].get(language) else "missing"

    def is_public(self, language: str) -> bool:
        return language in self.row["published"]

    def may_publish(self, language: str) -> bool:
        """Whether there is a text that is not on the support centre."""
        return self.state(language) in ("draft", "changed")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as editors see it. `names` are those of members of staff, by id."""

    row: dict[str, Any]
    names: dict[str, str]

    @property
    def detail_url(self) -> str:
        return url_for("article_pictures.detail", picture_id=self.row["id"])

    @property
    def image_url(self) -> str:
        """That of the picture itself, for readers."""
        return url_for("support.picture", picture_id=self.row["id"])

    @property
    def size(self) -> str:
        """800 × 600, 34 kB."""
        kilobytes = number(max(1, round(self.row["bytes"] / 1000)))
        return t("pictures.size", width=self.row["width"], height=self.row["height"], kilobytes=kilobytes)

    @property
    def author(self) -> str:
        added_by = self.row["added_by"]
        return self.names.get(added_by) or t("value.none" if added_by else "articles.author_software")

    @property
    def uses(self) -> list[tuple[str, str, str]]:
        """The articles that use it: URL, title, and in which text."""
        return [
            (
                url_for("staff_articles.detail", article_id=use["article_id"]),
                use["title"] or t("articles.untitled"),
                ", ".join((t("language." + use["language"]), t("picture_text." + use["text"]))),
            )
            for use in self.row["uses"]
        ]
