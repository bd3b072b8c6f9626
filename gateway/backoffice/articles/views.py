"""Articles: list, editor with preview, publishing, deletion."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices
from gateway.backoffice.articles.forms import ArticleForm, NewArticleForm, PublishForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import languages, t
from gateway.listing import Filters
from gateway.markdown import html_of
from gateway.presenters.articles import Draft
from gateway.read_only import form_page
from services.servicedesk.contracts import (
    ArticleKind,
    ArticleTopic,
    CreateArticle,
    DeleteArticle,
    GetArticleDraft,
    ListArticleDrafts,
    PublishArticle,
    SaveArticle,
    WithdrawArticle,
)

staff_articles = Blueprint("staff_articles", __name__, url_prefix="/backoffice/articles")

ARTICLE = "/<uuid:article_id>"
DONE = ("created", "saved", "published", "withdrawn", "deleted")
"""Messages of the pages: what was done before the redirect to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilters(Filters):
    topic: list[str]

    @classmethod
    def from_request(cls) -> Self:
        return cls(text=listing.search_text(), topic=listing.chosen("topic", ArticleTopic))

    def call_parameters(self) -> dict[str, Any]:
        return {"topics": self.topic, "text": self.text}


@staff_articles.get("")
@staff_page
def article_list() -> ResponseReturnValue:
    filters = ArticleFilters.from_request()
    rows = query(ListArticleDrafts, **filters.call_parameters()).answer()["rows"]
    page = {"next": None, "previous": None, "count": len(rows), "count_capped": False}
    return listing.render_list(
        "backoffice/articles/list.html",
        {"page": page},
        map(Draft, rows),
        "articles.found",
        filters,
        topics=[(topic, t(f"article_topic.{topic}")) for topic in ArticleTopic],
        done=notices.shown(DONE),
    )


@staff_articles.get("/new")
@staff_page
@form_page
def new() -> ResponseReturnValue:
    callers.current_person().expect_right("edit_content")
    return _new_page(NewArticleForm.shown(kind=ArticleKind.ARTICLE, position=100))


@staff_articles.post("")
@staff_page
def create() -> ResponseReturnValue:
    form = NewArticleForm()
    if form.is_preview:
        return _new_page(form.checked(CreateArticle))
    created = form.submit(CreateArticle)
    if created is None:
        return _new_page(form)
    return notices.redirect_to(url_for(".detail", article_id=created["id"]), "created")


@staff_articles.get(ARTICLE)
@staff_page
def detail(article_id: UUID) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), article_id)


@staff_articles.post(ARTICLE)
@staff_page
def save(article_id: UUID) -> ResponseReturnValue:
    form = ArticleForm()
    if form.is_preview:
        return _page(form.checked(SaveArticle, article_id=str(article_id)), article_id)
    return form.act(SaveArticle, article_id=article_id, on_error=_page, done="saved")


@staff_articles.post(f"{ARTICLE}/publish/<language:language>")
@staff_page
def publish(article_id: UUID, language: str) -> ResponseReturnValue:
    return PublishForm().act(
        PublishArticle, article_id=article_id, language=language, on_error=_page, redirect_to=_url(article_id),
        done="published",
    )  # fmt: skip


@staff_articles.post(f"{ARTICLE}/withdraw/<language:language>")
@staff_page
def withdraw(article_id: UUID, language: str) -> ResponseReturnValue:
    return ButtonForm().act(
        WithdrawArticle, article_id=article_id, language=language, on_error=_page, redirect_to=_url(article_id),
        done="withdrawn",
    )  # fmt: skip


@staff_articles.get(f"{ARTICLE}/delete")
@staff_page
@form_page
def confirm_delete(article_id: UUID) -> ResponseReturnValue:
    return _delete_page(ButtonForm.shown(), article_id)


@staff_articles.post(f"{ARTICLE}/delete")
@staff_page
def delete(article_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(
        DeleteArticle, article_id=article_id, on_error=_delete_page, redirect_to=url_for(".article_list"),
        done="deleted",
    )  # fmt: skip


def _url(article_id: UUID) -> str:
    return url_for(".detail", article_id=article_id)


def _new_page(form: ArticleForm) -> ResponseReturnValue:
    context = {"previews": _previews(form), "languages": languages()}
    return render_template("backoffice/articles/new.html", form=form, **context), form.status


def _page(form: PortalForm, article_id: UUID, language: str = "") -> ResponseReturnValue:
    """The editor. `form` may be a refused one of any of the page's forms; `language` is that of its text."""
    row = query(GetArticleDraft, article_id=article_id).answer()
    editor = form if isinstance(form, ArticleForm) else ArticleForm.of(row)
    if form.refusal == "article_changed":
        editor.rebase(row)
    context = {
        "article": Draft(row),
        "editor": editor,
        "previews": _previews(editor),
        "publish_forms": {code: PublishForm.shown(revision=row[code]["revision"]) for code in languages()},
        "button_form": ButtonForm.shown(),
        "done": notices.shown(DONE),
    }
    return render_template("backoffice/articles/edit.html", form=form, **context), form.status


def _previews(form: ArticleForm) -> dict[str, Any]:
    """The typed texts as readers would see them, by language, after the button `preview`; without a title none."""
    is_shown = form.is_preview and not form.problems
    written = [language for language in languages() if is_shown and form.text(language, "title").data]
    return {language: html_of(form.text(language, "body").data or "") for language in written}


def _delete_page(form: PortalForm, article_id: UUID) -> ResponseReturnValue:
    article = Draft(query(GetArticleDraft, article_id=article_id).answer())
    return render_template("backoffice/articles/delete.html", form=form, article=article), form.status
