"""Adding a group to the scope of users, and removing it."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.clients import groups
from gateway.clients import users as people
from gateway.clients.groups import ALL as ALL_GROUPS
from gateway.forms import OnceForm
from gateway.guards import customer_page
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.groups.forms import UsersForm
from gateway.portal.groups.views import group_page
from gateway.presenters.users import User

group_users = Blueprint("group_users", __name__, url_prefix="/groups/<uuid:group_id>/users")


@group_users.get("")
@customer_page
def choose(group_id: UUID) -> ResponseReturnValue:
    return _page(UsersForm.shown(), group_id)


@group_users.post("")
@customer_page
def add(group_id: UUID) -> ResponseReturnValue:
    """A user who sees all machines would see fewer; the form then asks for confirmation (`narrow`)."""
    form, then = UsersForm(), url_for("groups.detail", group_id=group_id, done="users")
    return form.act(people.add_users_to_group, str(group_id), again=lambda: _page(form, group_id), then=then)


@group_users.post("/<uuid:person_id>/remove")
@customer_page
def remove(group_id: UUID, person_id: UUID) -> ResponseReturnValue:
    form, then = OnceForm(), url_for("groups.detail", group_id=group_id, done="user_removed", **listing.place())
    ids = (str(group_id), str(person_id))
    return form.act(people.remove_user_from_group, *ids, again=lambda: group_page(form, group_id), then=then)


def _page(form: UsersForm, group_id: UUID) -> ResponseReturnValue:
    text = listing.search_text()
    page = panels.collect(
        group=Required(groups.get_group(str(group_id))),
        found=Required(people.list_users(text=text, **listing.cursors())),
        named=groups.list_groups(limit=ALL_GROUPS),
    )
    names = {group["id"]: group["name"] for group in (page.named or {"rows": []})["rows"]}
    rows = [User(row, names) for row in page.found["rows"]]
    found = Listing.of(page.found["page"], rows, "users.found", {"text": text})
    asks_confirmation = form.refusal == "sees_all_machines"
    context = {"group": page.group, "found": found, "text": text, "asks": asks_confirmation, "place": listing.place()}
    return render_template("groups/users.html", form=form, **context), form.status
