"""Articles for the tests of the support centre."""

from typing import Any
from uuid import uuid4

from contracts.running import Installation

from services.chassis.contract import Caller, Kind
from services.identity.contracts import StaffRight
from services.servicedesk.contracts import CreateArticle, PublishArticle

A_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A PNG file of one pixel, in base64."""
EDITOR = Caller(kind=Kind.STAFF, person_id=str(uuid4()), rights=frozenset({StaffRight.EDIT_CONTENT}), scope="all")

TEXT = {"title": "Papier", "summary": "Over papier.", "body": "Vul de lade."}


def an_article(installation: Installation, language: str = "nl", **fields: Any) -> dict[str, Any]:
    """An article that is not published; `fields` are those of its text or its place."""
    text = TEXT | {name: fields.pop(name) for name in ("title", "summary", "body") if name in fields}
    place = {"topic": "getting_started", "kind": "question"} | fields
    return installation.call(CreateArticle, EDITOR, key=str(uuid4()), **place, **{language: text})


def a_published_article(installation: Installation, language: str = "nl", **fields: Any) -> dict[str, Any]:
    article = an_article(installation, language, **fields)
    return publish(installation, article["id"], 1, language)


def publish(installation: Installation, article_id: str, revision: int, language: str = "nl") -> dict[str, Any]:
    return installation.call(PublishArticle, EDITOR, article_id=article_id, language=language, revision=revision)


def a_word() -> str:
    """A word that no other article has."""
    return f"kw{uuid4().hex[:10]}"
