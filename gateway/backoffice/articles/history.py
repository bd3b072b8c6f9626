"""What was written and answered before: revisions of articles with their differences, and remarks of readers."""

import difflib
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway import listing
from gateway.authors import names_of
from gateway.clients import query
from gateway.guards import staff_page
from gateway.listing import Listing
from gateway.presenters.articles import Draft
from services.servicedesk.contracts import (
    GetArticleDraft,
    GetArticleRevision,
    ListArticleRatings,
    ListArticleRevisions,
)

article_history = Blueprint("article_history", __name__, url_prefix="/backoffice/articles")

ARTICLE = "/<uuid:article_id>"
REVISIONS = f"{ARTICLE}/history/<language:language>"


@article_history.get(REVISIONS)
@staff_page
def revisions(article_id: UUID, language: str) -> ResponseReturnValue:
    article = query(GetArticleDraft, article_id=article_id)
    found = query(ListArticleRevisions, article_id=article_id, language=language, **listing.cursors()).answer()
    return render_template(
        "backoffice/articles/history.html",
        article=Draft(article.answer()),
        of_language=language,
        found=Listing.of(found["page"], found["rows"], "articles.revisions", {}),
        names=names_of(row["author_id"] for row in found["rows"]),
    )


@article_history.get(f"{REVISIONS}/<int:revision_number>")
@staff_page
def revision(article_id: UUID, language: str, revision_number: int) -> ResponseReturnValue:
    article = query(GetArticleDraft, article_id=article_id)
    of_text = {"article_id": article_id, "language": language}
    row = query(GetArticleRevision, **of_text, number=revision_number).answer()
    return render_template(
        "backoffice/articles/revision.html",
        article=Draft(article.answer()),
        of_language=language,
        row=row,
        names=names_of([row["author_id"]]),
        differences={name: differences(row["previous"], row["text"], name) for name in ("title", "summary", "body")},
    )


@article_history.get(f"{ARTICLE}/remarks")
@staff_page
def remarks(article_id: UUID) -> ResponseReturnValue:
    article = query(GetArticleDraft, article_id=article_id)
    found = query(ListArticleRatings, article_id=article_id, **listing.cursors()).answer()
    return render_template(
        "backoffice/articles/remarks.html",
        article=Draft(article.answer()),
        found=Listing.of(found["page"], found["rows"], "articles.remarks", {}),
    )


def differences(previous: dict[str, str] | None, text: dict[str, str], name: str) -> list[tuple[str, str]]:
    """The lines of a text, each with `+` (added), `-` (removed) or a space (unchanged)."""
    before = previous[name].splitlines() if previous else []
    lines = difflib.ndiff(before, text[name].splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] != "?"]
