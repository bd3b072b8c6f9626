"""Commands on articles of the support centre."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.contract.plain_text import plain
from services.chassis.markdown import to_words
from services.chassis.persistence import UnitOfWork
from services.identity.contracts.languages import Language
from services.servicedesk import queries
from services.servicedesk.contracts import ArticleUntitled, PictureMissing
from services.servicedesk.contracts.articles import SLUG_LENGTH
from services.servicedesk.contracts.pictures import picture_path
from services.servicedesk.model import Article, ArticleRating, ArticleSpelling, ArticleText, ArticleWord, Picture
from services.servicedesk.model.article_words import spellings_of, weights_of
from services.servicedesk.model.picture import pictures_in

Text = dict[str, Any] | None
SUFFIX_LENGTH = 4
"""Characters of a slug that are kept for a number, where another article has the same title."""


def create_article(uow: UnitOfWork, caller: Caller, nl: Text, en: Text, **place: Any) -> Extended:
    """Raises ArticleUntitled."""
    if not any(text and text["title"] for text in (nl, en)):
        raise ArticleUntitled
    article = uow.add(Article.create(place, uow.now))
    _write(uow, caller, article, {Language.NL: nl, Language.EN: en})
    return queries.article_drafts.draft(uow, article)


def save_article(uow: UnitOfWork, caller: Caller, article_id: UUID, nl: Text, en: Text, **place: Any) -> Extended:
    """Raises NotFound, ArticleChanged."""
    article = queries.article_drafts.article_of(uow, article_id)
    article.place(place, uow.now)
    _write(uow, caller, article, {Language.NL: nl, Language.EN: en})
    return queries.article_drafts.draft(uow, article)


def publish_article(uow: UnitOfWork, caller: Caller, article_id: UUID, language: Language, revision: int) -> Extended:
    """Raises NotFound, ArticleChanged, ArticleIncomplete, AlternativeTextMissing, PictureMissing."""
    article = queries.article_drafts.article_of(uow, article_id)
    text = article.text_in(language)
    slug = free_slug(uow, language, text.title) if text and not text.slug else ""
    published = article.publish(language, revision, slug, uow.now)
    if missing := _keep_pictures(uow, published.body):
        raise PictureMissing(language=str(language), path=picture_path(missing[0]))
    index(uow, published)
    return queries.article_drafts.draft(uow, article)


def withdraw_article(uow: UnitOfWork, caller: Caller, article_id: UUID, language: Language) -> Extended:
    """Raises NotFound."""
    article = queries.article_drafts.article_of(uow, article_id)
    article.withdraw(language, uow.now)
    _remove_from_index(uow, article.id, language)
    return queries.article_drafts.draft(uow, article)


def delete_article(uow: UnitOfWork, caller: Caller, article_id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    article = queries.article_drafts.article_of(uow, article_id)
    for language in Language:
        _remove_from_index(uow, article.id, language)
    uow.session.execute(delete(ArticleRating).where(ArticleRating.article_id == article.id))
    if article.shipped_name is None:
        uow.remove(article)
    else:
        article.mark_deleted(uow.now)
    return {}


def rate_article(
    uow: UnitOfWork, caller: Caller, language: Language, slug: str, helpful: bool, remark: str
) -> dict[str, Any]:
    """Raises NotFound."""
    article_id = queries.articles.article_of(uow, language, slug)
    _rate(uow, article_id, language, helpful=helpful, solved=False, remark=remark)
    return {}


def count_article_solved(uow: UnitOfWork, caller: Caller, article_id: UUID) -> dict[str, Any]:
    """Raises NotFound, also for an article that is not published."""
    queries.articles.expect_published(uow, article_id)
    _rate(uow, article_id, Language(caller.language), helpful=True, solved=True, remark="")
    return {}


def index(uow: UnitOfWork, text: ArticleText) -> None:
    """Make the published revision, which is the newest, findable by its words."""
    _remove_from_index(uow, text.article_id, text.language)
    parts = text.title, text.summary, to_words(text.body)
    of_text = {"language": text.language, "article_id": text.article_id}
    stems = [of_text | {"stem": stem, "weight": weight} for stem, weight in weights_of(*parts, text.language).items()]
    spellings = [of_text | {"word": word} for word in spellings_of(*parts)]
    uow.session.flush()  # the words refer to the article
    for table, rows in ((ArticleWord, stems), (ArticleSpelling, spellings)):
        if rows:
            uow.session.execute(insert(table), rows)


def free_slug(uow: UnitOfWork, language: Language, title: str) -> str:
    """A slug made of the title that no other article has in this language."""
    base = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")[: SLUG_LENGTH - SUFFIX_LENGTH].strip("-") or "article"
    slugs = select(ArticleText.slug).where(ArticleText.language == language, ArticleText.slug.startswith(base))
    taken = set(uow.session.scalars(slugs))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def _write(uow: UnitOfWork, caller: Caller, article: Article, texts: dict[Language, Text]) -> None:
    for language, text in texts.items():
        if text is not None:
            _keep_pictures(uow, text["body"])
            article.write(language, {"revision": 0} | text, caller.user_id, uow.now)


def _keep_pictures(uow: UnitOfWork, body: str) -> list[UUID]:
    """Let the deletion of the text's pictures wait for the end of the transaction. Returns those that do not exist."""
    pictures = pictures_in(body)
    if not pictures:
        return []
    existing = select(Picture.id).where(Picture.id.in_(pictures)).order_by(Picture.id)
    return sorted(pictures.difference(uow.session.scalars(existing.with_for_update(read=True, key_share=True))))


def _remove_from_index(uow: UnitOfWork, article_id: UUID, language: Language) -> None:
    for table in (ArticleWord, ArticleSpelling):
        uow.session.execute(delete(table).where(table.article_id == article_id, table.language == language))


def _rate(uow: UnitOfWork, article_id: UUID, language: Language, **rating: Any) -> None:
    uow.add(ArticleRating(article_id=article_id, language=language, at=uow.now, **rating))
