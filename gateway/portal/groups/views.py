"""Groups of machines: list, detail page with machines and users, new name, deletion."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices, panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import customer_page
from gateway.language import t
from gateway.listing import Filters, Listing
from gateway.panels import Required
from gateway.portal.groups.forms import CopyForm, MachinesForm, NameForm
from gateway.presenters.machines import Machine
from gateway.presenters.users import User
from gateway.read_only import form_page
from services.fleet.contracts import (
    CreateGroup,
    DeleteGroup,
    GetGroup,
    ListGroups,
    ListMachines,
    RenameGroup,
)
from services.identity.contracts import ListUsers

machine_groups = Blueprint("groups", __name__, url_prefix="/groups")

GROUP = "/<uuid:group_id>"
DONE = ("created", "renamed", "deleted", "added", "added_one", "removed", "removed_one", "users", "user_removed")
"""Messages of the page: what was done before the redirect to it."""
USERS_SHOWN = 50
"""Maximum number of users on a group's page; the user list has all."""


@machine_groups.get("")
@customer_page
def group_list() -> ResponseReturnValue:
    filters = Filters.from_request()
    found = query(ListGroups, **filters.call_parameters(), **listing.cursors()).answer()
    return listing.render_list(
        "groups/list.html", found, found["rows"], "groups.found", filters, done=notices.shown(DONE)
    )


@machine_groups.get("/new")
@customer_page
@form_page
def new() -> ResponseReturnValue:
    callers.current_person().expect_right("manage_machines")
    return _name_page(NameForm.shown())


@machine_groups.post("")
@customer_page
def create() -> ResponseReturnValue:
    form = NameForm()
    group = form.submit(CreateGroup)
    if group is None:
        return _name_page(form)
    return notices.redirect_to(url_for(".detail", group_id=group["id"]), "created")


@machine_groups.get(GROUP)
@customer_page
def detail(group_id: UUID) -> ResponseReturnValue:
    return group_page(ButtonForm.shown(), group_id)


@machine_groups.get(f"{GROUP}/rename")
@customer_page
@form_page
def rename_page(group_id: UUID) -> ResponseReturnValue:
    return _rename_page(None, group_id)


@machine_groups.post(f"{GROUP}/rename")
@customer_page
def rename(group_id: UUID) -> ResponseReturnValue:
    return NameForm().act(RenameGroup, group_id=group_id, on_error=_rename_page, done="renamed")


@machine_groups.get(f"{GROUP}/delete")
@customer_page
@form_page
def confirm_delete(group_id: UUID) -> ResponseReturnValue:
    return _delete_page(ButtonForm.shown(), group_id)


@machine_groups.post(f"{GROUP}/delete")
@customer_page
def delete(group_id: UUID) -> ResponseReturnValue:
    redirect_to = url_for(".group_list")
    return ButtonForm().act(
        DeleteGroup, group_id=group_id, on_error=_delete_page, redirect_to=redirect_to, done="deleted"
    )


def group_page(form: PortalForm, group_id: UUID) -> ResponseReturnValue:
    """The page of a group with its machines, and its users for user administrators."""
    person = callers.current_person()
    calls: dict[str, Any] = {
        "group": Required(query(GetGroup, group_id=group_id)),
        "machines": query(ListMachines, group_id=group_id, **listing.cursors()),
        "others": all_groups(),
    }
    if person.may("manage_users"):
        calls["users"] = query(ListUsers, group_id=group_id, limit=USERS_SHOWN)
    page = panels.collect(**calls)
    copy = form if isinstance(form, CopyForm) else CopyForm.shown()
    copy.from_group_id.choices = [item for item in names_by_id(page.others).items() if item[0] != page.group["id"]]
    machines = page.machines
    found = machines and Listing.of(machines["page"], map(Machine, machines["rows"]), "machines.found", {})
    users = getattr(page, "users", None)
    users = users and Listing.of(users["page"], [User(row, {}) for row in users["rows"]], "users.found", {})
    ticked = form.ticked if isinstance(form, MachinesForm) else []
    context = {"found": found, "ticked": ticked, "users": users, "copy_form": copy, "button_form": ButtonForm.shown()}
    context |= {"done": notices.shown(DONE), "page_parameters": listing.page_parameters()}
    return render_template("groups/detail.html", form=form, group=page.group, **context), form.status


def _name_page(form: NameForm, group: dict[str, Any] | None = None) -> ResponseReturnValue:
    return render_template("groups/name.html", form=form, group=group), form.status


def _rename_page(form: NameForm | None, group_id: UUID) -> ResponseReturnValue:
    group = query(GetGroup, group_id=group_id).answer()
    return _name_page(form or NameForm.shown(name=group["name"]), group)


def _delete_page(form: ButtonForm, group_id: UUID) -> ResponseReturnValue:
    group = query(GetGroup, group_id=group_id).answer()
    back, lead = url_for(".detail", group_id=group_id), t("groups.delete_lead", count=group["machines"])
    texts = {"title": t("groups.delete_title", name=group["name"]), "lead": lead, "button": t("groups.delete")}
    return render_template("remove.html", form=form, back=back, **texts), form.status
