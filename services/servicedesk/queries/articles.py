"""Queries on published articles, for everybody."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.plain_text import letters_and_digits
from services.chassis.markdown import to_words
from services.chassis.persistence import UnitOfWork
from services.identity.contracts.languages import Language
from services.servicedesk.contracts import ArticleTopic, Category
from services.servicedesk.model import Article, ArticleRevision, ArticleText
from services.servicedesk.model.article_words import stem
from services.servicedesk.queries import article_search, article_spelling

RELATED, SUGGESTED = 5, 3
_TOPICS = list(ArticleTopic)


def list_articles(uow: UnitOfWork, caller: Caller, language: Language) -> dict[str, Any]:
    rows = uow.session.execute(_published(language))
    return {"rows": sorted(map(_row, rows), key=_in_order)}


def get_article(uow: UnitOfWork, caller: Caller, language: Language, slug: str) -> dict[str, Any]:
    """Raises NotFound, also for a text that is not published."""
    row = uow.session.execute(_published(language).where(ArticleText.slug == slug)).one_or_none()
    if row is None:
        raise NotFound
    texts = select(ArticleText.language, ArticleText.slug).where(
        ArticleText.article_id == row.id, ArticleText.published.is_not(None)
    )
    slugs = dict.fromkeys(map(str, Language)) | {str(text.language): text.slug for text in uow.session.execute(texts)}
    return _row(row) | {"body": row.body, "slugs": slugs, "related": _related(uow, row, language)}


def search_articles(uow: UnitOfWork, caller: Caller, language: Language, text: str, limit: int) -> dict[str, Any]:
    """The best articles for the words, with the words marked, in at most seven statements."""
    typed = article_search.searched_stems(text, language)
    found = article_search.ranked(uow, language, typed)
    corrections = article_spelling.corrections(uow, language, article_search.not_found(typed, found, language))
    if corrections:
        words = [corrections.get(word, word) for word in typed.values()]
        found = article_search.ranked(uow, language, dict.fromkeys(stem(word, language) for word in words))
    rows = []
    for row in _in_this_order(uow, language, list(found)[:limit]):
        stems = found[row.id]
        body = to_words(row.body)
        marked = {
            "title_fragments": article_search.fragments(row.title, stems, language),
            "passage": article_search.passage(row.summary, body, stems, language),
        }
        rows.append(_row(row) | marked)
    return {"rows": rows, "corrections": [{"typed": word, "used": used} for word, used in corrections.items()]}


def suggest_articles(
    uow: UnitOfWork, caller: Caller, language: Language, category: Category, error_code: str, text: str
) -> dict[str, Any]:
    """Articles for the error code first, then those for the category, the ones that match the words best first, then
    others that match the words."""
    rows = {row.id: row for row in uow.session.execute(_published(language))}
    code = letters_and_digits(error_code)
    for_code = [id for id, row in rows.items() if code and code in map(letters_and_digits, row.error_codes)]
    ranks = {id: rank for rank, id in enumerate(_ranked(uow, language, f"{error_code} {text}"))}
    for_category = [id for id, row in rows.items() if category in row.request_categories]
    for_category.sort(key=lambda id: (ranks.get(id, len(ranks)), _in_order(_row(rows[id]))))
    return {
        "rows": [
            _row(rows[id]) for id in dict.fromkeys((*for_code, *for_category, *(id for id in ranks if id in rows)))
        ][:SUGGESTED]
    }


def article_of(uow: UnitOfWork, language: Language, slug: str) -> UUID:
    """The id of a published article. Raises NotFound."""
    id = uow.session.scalar(
        select(ArticleText.article_id).where(
            ArticleText.language == language, ArticleText.slug == slug, ArticleText.published.is_not(None)
        )
    )
    if id is None:
        raise NotFound
    return id


def expect_published(uow: UnitOfWork, article_id: UUID) -> None:
    """Raises NotFound unless the article is published in a language."""
    published = select(ArticleText.article_id).where(
        ArticleText.article_id == article_id, ArticleText.published.is_not(None)
    )
    if uow.session.scalars(published).first() is None:
        raise NotFound


def _ranked(uow: UnitOfWork, language: Language, text: str) -> dict[UUID, set[str]]:
    return article_search.ranked(uow, language, article_search.searched_stems(text, language))


def _published(language: Language) -> Select[*tuple[Any, ...]]:
    """Article and published text, in one row each."""
    return (
        select(
            Article.id,
            Article.topic,
            Article.kind,
            Article.position,
            Article.request_categories,
            Article.error_codes,
            ArticleText.slug,
            ArticleText.published_at,
            ArticleRevision.title,
            ArticleRevision.summary,
            ArticleRevision.body,
        )
        .join(ArticleText, ArticleText.article_id == Article.id)
        .join(
            ArticleRevision,
            (ArticleRevision.article_id == ArticleText.article_id)
            & (ArticleRevision.language == ArticleText.language)
            & (ArticleRevision.number == ArticleText.published),
        )
        .where(ArticleText.language == language)
    )


def _row(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "slug", "topic", "kind", "position", "title", "summary", "published_at")
    return {name: getattr(row, name) for name in names}


def _in_order(row: dict[str, Any]) -> tuple[int, int, str]:
    return _TOPICS.index(row["topic"]), row["position"], row["title"]


def _in_this_order(uow: UnitOfWork, language: Language, ids: list[UUID]) -> list[Row[Any]]:
    rows = {row.id: row for row in uow.session.execute(_published(language).where(Article.id.in_(ids)))}
    return [rows[id] for id in ids if id in rows]


def _related(uow: UnitOfWork, article: Row[Any], language: Language) -> list[dict[str, Any]]:
    """The articles that match the title best, then those of the same topic."""
    by_title = [id for id in _ranked(uow, language, article.title) if id != article.id]
    same_topic = uow.session.execute(
        _published(language).where(Article.topic == article.topic, Article.id != article.id)
    )
    rows = {row["id"]: row for row in sorted(map(_row, same_topic), key=_in_order)}
    best = _in_this_order(uow, language, by_title[:RELATED])
    ids = list(dict.fromkeys((*(row.id for row in best if row.topic == article.topic), *rows)))[:RELATED]
    return [rows[id] for id in ids]
