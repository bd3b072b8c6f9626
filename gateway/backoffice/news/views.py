"""News items: list, editor with preview, test mail, sending with progress."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices
from gateway.backoffice.news.forms import ChangeForm, NewsForm, StartForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import languages, t
from gateway.listing import Listing
from gateway.markdown import html_of
from gateway.presenters.news import NewsItem
from gateway.read_only import form_page
from services.identity.contracts import ConsentPurpose
from services.notify.contracts import (
    ChangeNews,
    CountNewsRecipients,
    CreateNews,
    DeleteNews,
    GetNews,
    ListNews,
    SendTestNews,
    StartNews,
    StopNews,
)

staff_news = Blueprint("staff_news", __name__, url_prefix="/backoffice/news")

NEWS = "/<uuid:news_id>"
DONE = ("created", "saved", "tested", "started", "stopped", "deleted")
"""Messages of the pages: what was done before the redirect to them."""


@staff_news.get("")
@staff_page
def news_list() -> ResponseReturnValue:
    found = query(ListNews, **listing.cursors()).answer()
    return render_template(
        "backoffice/news/list.html",
        found=Listing.of(found["page"], [NewsItem(row) for row in found["rows"]], "news.found", {}),
        done=notices.shown(DONE),
    )


@staff_news.get("/new")
@staff_page
@form_page
def new() -> ResponseReturnValue:
    callers.current_person().expect_right("edit_content")
    return _new_page(NewsForm.shown(purpose=ConsentPurpose.DEALER_NEWS))


@staff_news.post("")
@staff_page
def create() -> ResponseReturnValue:
    form = NewsForm()
    if form.is_preview:
        return _new_page(form.checked(CreateNews))
    created = form.submit(CreateNews)
    if created is None:
        return _new_page(form)
    return notices.redirect_to(url_for(".detail", news_id=created["id"]), "created")


@staff_news.get(NEWS)
@staff_page
@form_page
def detail(news_id: UUID) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), news_id)


@staff_news.post(NEWS)
@staff_page
def save(news_id: UUID) -> ResponseReturnValue:
    form = ChangeForm()
    if form.is_preview:
        return _page(form.checked(ChangeNews, news_id=str(news_id)), news_id)
    return form.act(ChangeNews, news_id=news_id, on_error=_page, done="saved")


@staff_news.post(f"{NEWS}/test")
@staff_page
def send_test(news_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(SendTestNews, news_id=news_id, on_error=_page, done="tested")


@staff_news.get(f"{NEWS}/send")
@staff_page
@form_page
def confirm_start(news_id: UUID) -> ResponseReturnValue:
    return _start_page(StartForm.shown(), news_id)


@staff_news.post(f"{NEWS}/send")
@staff_page
def start(news_id: UUID) -> ResponseReturnValue:
    return StartForm().act(StartNews, news_id=news_id, on_error=_start_page, done="started")


@staff_news.post(f"{NEWS}/stop")
@staff_page
def stop(news_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(StopNews, news_id=news_id, on_error=_page, done="stopped")


@staff_news.get(f"{NEWS}/delete")
@staff_page
@form_page
def confirm_delete(news_id: UUID) -> ResponseReturnValue:
    return _delete_page(ButtonForm.shown(), news_id)


@staff_news.post(f"{NEWS}/delete")
@staff_page
def delete(news_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(
        DeleteNews, news_id=news_id, on_error=_delete_page, redirect_to=url_for(".news_list"), done="deleted"
    )


def _new_page(form: NewsForm) -> ResponseReturnValue:
    return render_template("backoffice/news/new.html", form=form, previews=_previews(form)), form.status


def _page(form: PortalForm, news_id: UUID) -> ResponseReturnValue:
    """A draft with its editor, or an item with the state of its mails. `form` may be a refused one of the page's."""
    row = query(GetNews, news_id=news_id).answer()
    item = NewsItem(row)
    editor = form if isinstance(form, ChangeForm) else ChangeForm.of(row)
    if form.refusal == "news_changed":
        editor.rebase(row)
    context = {
        "item": item,
        "editor": editor,
        "previews": _previews(editor) if item.is_draft else {code: html_of(text["body"]) for code, text in item.texts},
        "button_form": ButtonForm.shown(),
        "done": notices.shown(DONE),
    }
    template = "backoffice/news/edit.html" if item.is_draft else "backoffice/news/sending.html"
    return render_template(template, form=form, **context), form.status


def _start_page(form: StartForm, news_id: UUID) -> ResponseReturnValue:
    """Asks for confirmation, with the number of people who would get a mail now. Redirects to the item unless it may be
    sent."""
    row = query(GetNews, news_id=news_id).answer()
    if not row["may_start"] and not form.problems:
        return redirect(url_for(".detail", news_id=news_id), 303)
    if not form.revision.data or form.refusal == "news_changed":
        form.revision.data = row["revision"]
    recipients = query(CountNewsRecipients, purpose=row["purpose"]).answer()["recipients"]
    context = {"item": NewsItem(row), "recipients": t("news.recipients", count=recipients)}
    return render_template("backoffice/news/start.html", form=form, **context), form.status


def _delete_page(form: PortalForm, news_id: UUID) -> ResponseReturnValue:
    item = NewsItem(query(GetNews, news_id=news_id).answer())
    return render_template("backoffice/news/delete.html", form=form, item=item), form.status


def _previews(form: NewsForm) -> dict[str, Any]:
    """The typed texts as HTML, by language, after the button `preview`; none with problems."""
    is_shown = form.is_preview and not form.problems
    return {
        code: html_of(form.text(code, "body").data) for code in languages() if is_shown and form.text(code, "body").data
    }
