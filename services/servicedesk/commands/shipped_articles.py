"""Loads the articles that come with the software. What staff changed is never overwritten."""

from typing import Any

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity.contracts.languages import Language
from services.servicedesk.commands import articles
from services.servicedesk.model import Article, ArticleText
from services.servicedesk.shipped_articles import ShippedArticle, shipped_articles


def load_shipped_articles(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Add new shipped articles, and new versions of the texts that staff did not change. Idempotent."""
    known = {article.shipped_name: article for article in uow.session.scalars(select(Article))}
    for shipped in shipped_articles():
        article = known.get(shipped.name)
        if article is None:
            article = uow.add(Article.create(shipped.place, uow.now, shipped.name))
            uow.session.flush()
        if not article.deleted:
            article.place(shipped.place, uow.now, by_staff=False)
            for language in Language:
                _load(uow, article, language, shipped)
    return {}


def _load(uow: UnitOfWork, article: Article, language: Language, shipped: ShippedArticle) -> None:
    text, digest = article.text_in(language), shipped.digest(language)
    if text is None or (text.shipped_digest != digest and text.is_shipped):
        newest = text.newest if text else 0
        article.write(language, shipped.texts[language] | {"revision": newest}, None, uow.now, is_shipped=True)
    text = article.text_in(language)
    if text is None:
        return
    text.shipped_digest = digest
    if _is_to_be_published(text, shipped):
        text.publish(text.slug or articles.free_slug(uow, language, text.title), uow.now)
        articles.index(uow, text)


def _is_to_be_published(text: ArticleText, shipped: ShippedArticle) -> bool:
    """A newer shipped text, unless it is a draft or staff decided whether the article is published. A published text
    that staff left as it was is replaced by its new version."""
    if not text.is_shipped or text.published == text.newest:
        return False
    return not shipped.is_draft and (not text.published_by_staff or text.published is not None)
