"""Loads the articles that come with the software. What staff changed is never overwritten."""

import io
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity.contracts.languages import Language
from services.servicedesk.commands import articles
from services.servicedesk.commands.pictures import WEBP, delete_unused_shipped
from services.servicedesk.model import Article, Picture
from services.servicedesk.shipped_articles import ShippedArticle, shipped_articles


def load_shipped_articles(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Add new shipped articles, and new versions of the texts that staff did not change; delete the pictures of former
    versions. Idempotent."""
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
    delete_unused_shipped(uow)
    return {}


def _load(uow: UnitOfWork, article: Article, language: Language, shipped: ShippedArticle) -> None:
    """Save the text, and publish it unless it is a draft or staff decided otherwise."""
    if article.write_shipped(language, shipped.texts[language], shipped.digest(language), uow.now):
        for picture_id, content in shipped.pictures[language].items():
            _add_picture(uow, picture_id, content)
    text = article.text_in(language)
    if text is not None and text.is_newer_shipped and not shipped.is_draft:
        text.publish(text.slug or articles.free_slug(uow, language, text.title), uow.now)
        articles.index(uow, text)


def _add_picture(uow: UnitOfWork, picture_id: UUID, content: bytes) -> None:
    """Add a picture unless it is stored already."""
    if uow.get(Picture, picture_id) is None:
        width, height = Image.open(io.BytesIO(content)).size
        size = {"width": width, "height": height}
        uow.add(Picture(id=picture_id, content=content, content_type=WEBP, added_at=uow.now, **size))
