"""Groups of machines: list, detail page with machines and users, and adding machines from the machine list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, panels
from gateway.clients import fleet, groups
from gateway.clients import users as people
from gateway.clients.groups import ALL as ALL_GROUPS
from gateway.forms import OnceForm, PortalForm
from gateway.guards import customer_page
from gateway.language import t
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.groups.forms import AddForm, CopyForm, MachinesForm, NameForm
from gateway.presenters.machines import Machine
from gateway.presenters.users import User
from gateway.security import safe_path

machine_groups = Blueprint("groups", __name__, url_prefix="/groups")

GROUP = "/<uuid:group_id>"
DONE = ("created", "renamed", "deleted", "added", "removed", "copied", "users", "user_removed")
"""Messages that a page shows after a redirect."""
USERS_SHOWN = 50
"""Maximum number of users on a group's page; the user list has all."""


@machine_groups.get("")
@customer_page
def group_list() -> ResponseReturnValue:
    text = listing.search_text()
    found = groups.list_groups(text=text, **listing.cursors()).answer()
    shown = Listing.of(found["page"], found["rows"], "groups.found", {"text": text})
    return listing.render_list(
        "groups/list.html", "groups/results.html", text=text, done=listing.done(DONE), found=shown
    )


@machine_groups.get("/new")
@customer_page
def new() -> ResponseReturnValue:
    callers.current_person().expect("manage_machines")
    return _name_page(NameForm.shown())


@machine_groups.post("")
@customer_page
def create() -> ResponseReturnValue:
    form = NameForm()
    group = form.submit(groups.create_group, form.once.data)
    if group is None:
        return _name_page(form)
    return redirect(url_for(".detail", group_id=group["id"], done="created"), 303)


@machine_groups.post("/add-machines")
@customer_page
def add_ticked() -> ResponseReturnValue:
    """Add the machines selected in the machine list to the chosen group, or to a new one."""
    form = AddForm()
    if form.group_id.data:
        group = form.submit(groups.add_machines, form.once.data, form.group_id.data)
    else:
        group = form.submit(groups.create_group, form.once.data)
    if group is None:
        return _add_page(form)
    return redirect(url_for(".detail", group_id=group["id"], done="added" if form.ticked else "created"), 303)


@machine_groups.get(GROUP)
@customer_page
def detail(group_id: UUID) -> ResponseReturnValue:
    return group_page(OnceForm.shown(), group_id)


@machine_groups.post(f"{GROUP}/machines/remove")
@customer_page
def remove_machines(group_id: UUID) -> ResponseReturnValue:
    return _submit(groups.remove_machines, MachinesForm(), group_id, "removed")


@machine_groups.post(f"{GROUP}/machines/copy")
@customer_page
def copy_machines(group_id: UUID) -> ResponseReturnValue:
    return _submit(groups.add_machines, CopyForm(), group_id, "copied")


@machine_groups.get(f"{GROUP}/rename")
@customer_page
def rename_page(group_id: UUID) -> ResponseReturnValue:
    return _rename_page(None, group_id)


@machine_groups.post(f"{GROUP}/rename")
@customer_page
def rename(group_id: UUID) -> ResponseReturnValue:
    form, then = NameForm(), url_for(".detail", group_id=group_id, done="renamed")
    return form.act(groups.rename_group, str(group_id), again=lambda: _rename_page(form, group_id), then=then)


@machine_groups.get(f"{GROUP}/delete")
@customer_page
def confirm_delete(group_id: UUID) -> ResponseReturnValue:
    return _delete_page(OnceForm.shown(), group_id)


@machine_groups.post(f"{GROUP}/delete")
@customer_page
def delete(group_id: UUID) -> ResponseReturnValue:
    form, then = OnceForm(), url_for(".group_list", done="deleted")
    return form.act(groups.delete_group, str(group_id), again=lambda: _delete_page(form, group_id), then=then)


def _submit(call: Callable[..., dict[str, Any]], form: PortalForm, group_id: UUID, done: str) -> ResponseReturnValue:
    then = url_for(".detail", group_id=group_id, done=done, **listing.place())
    return form.act(call, str(group_id), again=lambda: group_page(form, group_id), then=then)


def group_page(form: PortalForm, group_id: UUID) -> ResponseReturnValue:
    """The page of a group with its machines, and its users for user administrators."""
    person = callers.current_person()
    calls: dict[str, Any] = {
        "group": Required(groups.get_group(str(group_id))),
        "machines": fleet.list_machines(group_id=str(group_id), **listing.cursors()),
        "others": groups.list_groups(limit=ALL_GROUPS),
    }
    if person.may("manage_users"):
        calls["users"] = people.list_users(group_id=str(group_id), limit=USERS_SHOWN)
    page = panels.collect(**calls)
    copy = form if isinstance(form, CopyForm) else CopyForm.shown()
    others = [group for group in (page.others or {"rows": []})["rows"] if group["id"] != page.group["id"]]
    copy.from_group_id.choices = [(group["id"], group["name"]) for group in others]
    machines = page.machines
    found = machines and Listing.of(machines["page"], map(Machine, machines["rows"]), "machines.found", {})
    users = getattr(page, "users", None)
    users = users and Listing.of(users["page"], [User(row, {}) for row in users["rows"]], "users.found", {})
    ticked = form.ticked if isinstance(form, MachinesForm) else []
    context = {"found": found, "ticked": ticked, "users": users, "copy": copy, "act": OnceForm.shown()}
    context |= {"done": listing.done(DONE), "place": listing.place()}
    return render_template("groups/detail.html", form=form, group=page.group, **context), form.status


def _name_page(form: NameForm, group: dict[str, Any] | None = None) -> ResponseReturnValue:
    return render_template("groups/name.html", form=form, group=group), form.status


def _rename_page(form: NameForm | None, group_id: UUID) -> ResponseReturnValue:
    group = groups.get_group(str(group_id)).answer()
    return _name_page(form or NameForm.shown(name=group["name"]), group)


def _delete_page(form: OnceForm, group_id: UUID) -> ResponseReturnValue:
    group = groups.get_group(str(group_id)).answer()
    back, lead = url_for(".detail", group_id=group_id), t("groups.delete_lead", count=group["machines"])
    texts = {"title": t("groups.delete_title", name=group["name"]), "lead": lead, "button": t("groups.delete")}
    return render_template("remove.html", form=form, back=back, **texts), form.status


def _add_page(form: AddForm) -> ResponseReturnValue:
    """The choice of a group again, with the machines still selected."""
    found = groups.list_groups(limit=ALL_GROUPS).answer()
    form.group_id.choices = [(group["id"], group["name"]) for group in found["rows"]]
    back = safe_path(form.back.data, url_for("machines.machine_list"))
    return render_template("groups/add.html", form=form, ticked=form.ticked, back=back), form.status
