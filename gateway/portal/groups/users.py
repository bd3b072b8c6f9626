"""Adding a group to the scope of users, and removing it."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, notices, panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import ButtonForm
from gateway.guards import customer_page
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.groups.forms import UsersForm
from gateway.portal.groups.views import group_page
from gateway.presenters.users import User
from gateway.read_only import form_page
from services.fleet.contracts import GetGroup
from services.identity.contracts import AddUsersToGroup, ListUsers, RemoveUserFromGroup

group_users = Blueprint("group_users", __name__, url_prefix="/groups/<uuid:group_id>/users")


@group_users.get("")
@customer_page
@form_page
def choose(group_id: UUID) -> ResponseReturnValue:
    return _page(UsersForm.shown(), group_id)


@group_users.post("")
@customer_page
def add(group_id: UUID) -> ResponseReturnValue:
    """A user who sees all machines would see fewer; the form then asks for confirmation (`narrow`)."""
    redirect_to = url_for("groups.detail", group_id=group_id)
    return UsersForm().act(AddUsersToGroup, group_id=group_id, on_error=_page, redirect_to=redirect_to, done="users")


@group_users.post("/<uuid:person_id>/remove")
@customer_page
def remove(group_id: UUID, person_id: UUID) -> ResponseReturnValue:
    redirect_to = url_for("groups.detail", group_id=group_id, **listing.page_parameters())
    form = ButtonForm()
    if form.submit(RemoveUserFromGroup, group_id=group_id, person_id=person_id) is None:
        return group_page(form, group_id)
    return notices.redirect_to(redirect_to, "user_removed")


def _page(form: UsersForm, group_id: UUID) -> ResponseReturnValue:
    text = listing.search_text()
    page = panels.collect(
        group=Required(query(GetGroup, group_id=group_id)),
        found=Required(query(ListUsers, text=text, **listing.cursors())),
        named=all_groups(),
    )
    names = names_by_id(page.named)
    rows = [User(row, names) for row in page.found["rows"]]
    found = Listing.of(page.found["page"], rows, "users.found", {"text": text})
    context = {
        "group": page.group,
        "found": found,
        "text": text,
        "needs_confirmation": form.refusal == "sees_all_machines",
        "page_parameters": listing.page_parameters(),
    }
    return render_template("groups/users.html", form=form, **context), form.status
