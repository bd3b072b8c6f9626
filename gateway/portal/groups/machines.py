"""Adding machines to a group, with undo on the result page, and removing them. Machines selected in the machine list
are added to an existing group after a confirmation."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices, panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import ButtonForm
from gateway.guards import customer_page
from gateway.panels import Required
from gateway.portal.groups.forms import AddForm, ChooseForm, CopyForm, MachinesForm
from gateway.portal.groups.views import group_page
from gateway.security import safe_path
from services.fleet.contracts import (
    AddMachinesToGroup,
    CountMachinesToAdd,
    CreateGroup,
    GetGroup,
    RemoveMachinesFromGroup,
)
from services.identity.contracts import CountGroupUsers

group_machines = Blueprint("group_machines", __name__, url_prefix="/groups")

MACHINES = "/<uuid:group_id>/machines"


@group_machines.post("/add-machines")
@customer_page
def choose() -> ResponseReturnValue:
    """The machines that were selected in the machine list: creates a new group with them, or asks for confirmation that
    they are added to the chosen group."""
    callers.current_person().expect_right("manage_machines")
    form = ChooseForm()
    if form.chooses_language() or not form.is_complete():
        return _choose_page(form)
    if form.group_id.data:
        return _confirm_page(AddForm.shown(back=form.back.data), UUID(form.group_id.data), form.ticked)
    group = form.submit(CreateGroup)
    if group is None:
        return _choose_page(form)
    return notices.redirect_to(
        url_for("groups.detail", group_id=group["id"]), _done("added", form.ticked) if form.ticked else "created"
    )


@group_machines.post(MACHINES)
@customer_page
def add(group_id: UUID) -> ResponseReturnValue:
    form = AddForm()
    added = form.submit(AddMachinesToGroup, group_id=group_id)
    return _confirm_page(form, group_id, form.ticked) if added is None else _added_page(added, form.back.data)


@group_machines.post(f"{MACHINES}/copy")
@customer_page
def copy(group_id: UUID) -> ResponseReturnValue:
    form = CopyForm()
    added = form.submit(AddMachinesToGroup, group_id=group_id)
    return group_page(form, group_id) if added is None else _added_page(added)


@group_machines.post(f"{MACHINES}/remove")
@customer_page
def remove(group_id: UUID) -> ResponseReturnValue:
    redirect_to = url_for("groups.detail", group_id=group_id, **listing.page_parameters())
    form = MachinesForm()
    done = _done("removed", form.ticked)
    return form.act(RemoveMachinesFromGroup, group_id=group_id, on_error=group_page, redirect_to=redirect_to, done=done)


def _done(done: str, ticked: list[str]) -> str:
    """The message for one machine or for several."""
    return f"{done}_one" if len(ticked) == 1 else done


def _choose_page(form: ChooseForm) -> ResponseReturnValue:
    """The choice of a group again, with the machines still selected."""
    form.group_id.choices = list(names_by_id(all_groups().answer()).items())
    return render_template("groups/choose.html", form=form, ticked=form.ticked, back=_back(form.back.data)), form.status


def _confirm_page(form: AddForm, group_id: UUID, ticked: list[str]) -> ResponseReturnValue:
    """How many users will see how many machines. The number of users is unknown if identity does not answer."""
    page = panels.collect(
        group=Required(query(GetGroup, group_id=group_id)),
        counted=query(CountGroupUsers, group_id=group_id),
        machines=Required(query(CountMachinesToAdd, group_id=group_id, machine_ids=ticked)),
    )
    users = page.counted and page.counted["users"]
    context: dict[str, Any] = {"group": page.group, "ticked": ticked, "users": users, "back": _back(form.back.data)}
    context["machines"] = page.machines
    context["unknown"] = len(ticked) - page.machines["to_add"] - page.machines["in_group"]
    return render_template("groups/confirm.html", form=form, **context), form.status


def _added_page(added: dict[str, Any], back: str | None = None) -> ResponseReturnValue:
    """The result. No redirect, because only the response names the machines that were added. Sent again, the form has
    the same key and response; therefore the page counts how many of these machines are in the group now."""
    group_id, ids = added["id"], added["added_ids"]
    page = panels.collect(
        group=query(GetGroup, group_id=group_id),
        machines=query(CountMachinesToAdd, group_id=group_id, machine_ids=ids),
    )
    in_group = page.machines["in_group"] if page.machines and ids else added["added"]
    context = {"group": page.group or added, "added": added["added"], "added_ids": ids, "in_group": in_group}
    return render_template("groups/added.html", **context, undo=ButtonForm.shown(), back=_back(back))


def _back(given: str | None) -> str:
    return safe_path(given, url_for("machines.machine_list"))
