"""The pictures of articles: list, addition, where each is used, deletion."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices
from gateway.authors import names_of
from gateway.backoffice.articles.forms import PictureForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.listing import Filters
from gateway.presenters.articles import Picture
from gateway.read_only import form_page
from gateway.uploads import accepts_file
from services.servicedesk.contracts import AddPicture, DeletePicture, GetPictureDetail, ListPictures
from services.servicedesk.contracts.pictures import PICTURE_LIMIT

article_pictures = Blueprint("article_pictures", __name__, url_prefix="/backoffice/articles/pictures")

PICTURE = "/<uuid:picture_id>"
LARGEST_FORM = PICTURE_LIMIT + 10_000
"""Bytes of a form with a picture and the other fields."""
ADDED, DELETED = "added", "deleted"
"""Messages of the pages: what was done before the redirect to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFilters(Filters):
    unused: bool

    @classmethod
    def from_request(cls) -> Self:
        return cls(unused=listing.flag("unused"))

    def call_parameters(self) -> dict[str, Any]:
        return {"unused": self.unused}


@article_pictures.get("")
@staff_page
def picture_list() -> ResponseReturnValue:
    filters = PictureFilters.from_request()
    response = query(ListPictures, **filters.call_parameters(), **listing.cursors()).answer()
    names = names_of(row["added_by"] for row in response["rows"])
    rows = [Picture(row, names) for row in response["rows"]]
    done = notices.shown((DELETED,))
    return listing.render_list(
        "backoffice/articles/pictures.html", response, rows, "pictures.found", filters, done=done
    )


@article_pictures.get("/new")
@staff_page
@form_page
def new() -> ResponseReturnValue:
    callers.current_person().expect_right("edit_content")
    return _new_page(PictureForm.shown())


@article_pictures.post("")
@staff_page
@accepts_file(LARGEST_FORM)
def add() -> ResponseReturnValue:
    form = PictureForm()
    added = form.submit(AddPicture)
    if added is None:
        return _new_page(form)
    return notices.redirect_to(url_for(".detail", picture_id=added["picture_id"]), ADDED)


@article_pictures.get(PICTURE)
@staff_page
def detail(picture_id: UUID) -> ResponseReturnValue:
    """A picture, with the Markdown that shows it and the articles that use it."""
    picture = _picture(picture_id)
    return render_template("backoffice/articles/picture.html", picture=picture, done=notices.shown((ADDED,)))


@article_pictures.get(f"{PICTURE}/delete")
@staff_page
@form_page
def confirm_delete(picture_id: UUID) -> ResponseReturnValue:
    return _delete_page(ButtonForm.shown(), picture_id)


@article_pictures.post(f"{PICTURE}/delete")
@staff_page
def delete(picture_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(
        DeletePicture, picture_id=picture_id, on_error=_delete_page, redirect_to=url_for(".picture_list"), done=DELETED
    )


def _new_page(form: PortalForm) -> ResponseReturnValue:
    return render_template("backoffice/articles/picture_new.html", form=form), form.status


def _delete_page(form: PortalForm, picture_id: UUID) -> ResponseReturnValue:
    context = {"picture": _picture(picture_id), "form": form}
    return render_template("backoffice/articles/picture_delete.html", **context), form.status


def _picture(picture_id: UUID) -> Picture:
    row = query(GetPictureDetail, picture_id=picture_id).answer()
    return Picture(row, names_of([row["added_by"]]))
