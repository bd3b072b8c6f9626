"""Queries for the editors of articles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.contract.plain_text import plain
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.identity.contracts.languages import Language
from services.servicedesk.contracts import ArticleTopic
from services.servicedesk.model import Article, ArticleRating, ArticleRevision, ArticleText
from services.servicedesk.model.article import TEXT

_NO_RATINGS = {"helpful": 0, "not_helpful": 0, "solved": 0}
_NO_TEXT = {
    "revision": 0,
    **dict.fromkeys(TEXT, ""),
    "slug": None,
    "published_at": None,
    "has_changes": False,
    "is_shipped": False,
}


def list_article_drafts(uow: UnitOfWork, caller: Caller, topics: Sequence[ArticleTopic], text: str) -> dict[str, Any]:
    """All articles, by topic and position; with `text` only those with it in a title."""
    query = select(Article).where(Article.deleted.is_(False))
    if topics:
        query = query.where(Article.topic.in_(topics))
    articles = uow.session.scalars(query).all()
    ratings = _ratings(uow)
    rows = [_row(article, ratings.get(article.id, _NO_RATINGS)) for article in articles if _has(article, text)]
    order = list(ArticleTopic)
    return {"rows": sorted(rows, key=lambda row: (order.index(row.topic), row.position, row.id))}


def get_article_draft(uow: UnitOfWork, caller: Caller, article_id: UUID) -> Extended:
    """Raises NotFound."""
    return draft(uow, article_of(uow, article_id))


def draft(uow: UnitOfWork, article: Article) -> Extended:
    """The article as the contracts' `Draft`."""
    ratings = _ratings(uow, article.id).get(article.id, _NO_RATINGS)
    texts = {str(language): _text(article.text_in(language)) for language in Language}
    return _row(article, ratings | texts)


def list_article_revisions(
    uow: UnitOfWork, caller: Caller, article_id: UUID, language: Language, after: str, before: str, limit: int
) -> dict[str, Any]:
    """Raises NotFound."""
    text = article_of(uow, article_id).text_in(language)
    query = select(ArticleRevision).where(
        ArticleRevision.article_id == article_id, ArticleRevision.language == language
    )
    key = SortKey((ArticleRevision.number, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [_revision(row.ArticleRevision, text) for row in rows], "page": info}


def get_article_revision(
    uow: UnitOfWork, caller: Caller, article_id: UUID, language: Language, number: int
) -> Extended:
    """Raises NotFound."""
    article = article_of(uow, article_id)
    revision = uow.get(ArticleRevision, (article_id, language, number))
    if revision is None:
        raise NotFound
    previous = uow.get(ArticleRevision, (article_id, language, number - 1))
    return _revision(revision, article.text_in(language), text=revision, previous=previous)


def list_article_ratings(
    uow: UnitOfWork, caller: Caller, article_id: UUID, after: str, before: str, limit: int
) -> dict[str, Any]:
    """The answers with a remark. Raises NotFound."""
    article_of(uow, article_id)
    query = select(ArticleRating).where(ArticleRating.article_id == article_id, ArticleRating.remark != "")
    key = SortKey((ArticleRating.at, True), (ArticleRating.id, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [row.ArticleRating for row in rows], "page": info}


def article_of(uow: UnitOfWork, article_id: UUID) -> Article:
    """Raises NotFound."""
    article = uow.get(Article, article_id)
    if article is None or article.deleted:
        raise NotFound
    return article


def _row(article: Article, extra: dict[str, Any]) -> Extended:
    texts = {text.language: text for text in article.texts}
    titles = {str(language): texts[language].title if language in texts else "" for language in Language}
    published = [language for language in Language if language in texts and texts[language].published is not None]
    changed = [language for language in published if texts[language].published != texts[language].newest]
    return Extended(article, titles=titles, published=published, changed=changed, **extra)


def _text(text: ArticleText | None) -> dict[str, Any]:
    if text is None:
        return _NO_TEXT
    return {
        "revision": text.newest,
        **{name: getattr(text, name) for name in TEXT},
        "slug": text.slug,
        "published_at": text.published_at,
        "has_changes": text.published is not None and text.published != text.newest,
        "is_shipped": text.is_shipped,
    }


def _revision(revision: ArticleRevision, of: ArticleText | None, **extra: Any) -> Extended:
    return Extended(revision, is_published=of is not None and of.published == revision.number, **extra)


def _has(article: Article, text: str) -> bool:
    return any(plain(text) in plain(found.title) for found in article.texts) or not text


def _ratings(uow: UnitOfWork, article_id: UUID | None = None) -> dict[UUID, dict[str, int]]:
    """The number of answers by article; articles without any are missing."""
    counts = {
        "helpful": ArticleRating.helpful & ~ArticleRating.solved,
        "not_helpful": ~ArticleRating.helpful,
        "solved": ArticleRating.solved,
    }
    columns = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in counts.items()]
    query = select(ArticleRating.article_id, *columns).group_by(ArticleRating.article_id)
    if article_id:
        query = query.where(ArticleRating.article_id == article_id)
    return {row.article_id: {name: getattr(row, name) for name in counts} for row in uow.session.execute(query)}
