"""The label of one machine: on screen, issued, replaced, revoked."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway import callers, notices, panels
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import login_required
from gateway.panels import Required
from gateway.portal.labels.settings import settings_url_if_off
from gateway.presenters.labels import MachineLabel
from gateway.presenters.machines import Machine
from gateway.read_only import form_page
from services.fleet.contracts import GetMachine, GetMachineLabel, IssueMachineLabels, RevokeMachineLabels

machine_label = Blueprint("machine_label", __name__, url_prefix="/machines/<uuid:machine_id>/label")

DONE = ("issued", "replaced", "revoked_one", "none_revoked_one")
"""Messages of the page: what was done before the redirect to it."""


@machine_label.get("")
@login_required
def detail(machine_id: UUID) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), machine_id)


@machine_label.post("")
@login_required
def issue(machine_id: UUID) -> ResponseReturnValue:
    chosen = [str(machine_id)]
    return ButtonForm().act(IssueMachineLabels, machine_ids=chosen, on_error=_page, done="issued")


@machine_label.get("/replace")
@login_required
@form_page
def confirm_replace(machine_id: UUID) -> ResponseReturnValue:
    return _replace_page(ButtonForm.shown(), machine_id)


@machine_label.post("/replace")
@login_required
def replace(machine_id: UUID) -> ResponseReturnValue:
    chosen = [str(machine_id)]
    form = ButtonForm()
    return form.act(IssueMachineLabels, machine_ids=chosen, replace=True, on_error=_replace_page, done="replaced")


@machine_label.get("/revoke")
@login_required
@form_page
def confirm_revoke(machine_id: UUID) -> ResponseReturnValue:
    return _revoke_page(ButtonForm.shown(), machine_id)


@machine_label.post("/revoke")
@login_required
def revoke(machine_id: UUID) -> ResponseReturnValue:
    form = ButtonForm()
    return form.act(RevokeMachineLabels, machine_ids=[str(machine_id)], on_error=_revoke_page, done=_revoked)


def _revoked(response: dict[str, Any]) -> str:
    return "revoked_one" if response["revoked"] else "none_revoked_one"


def _page(form: ButtonForm, machine_id: UUID) -> ResponseReturnValue:
    callers.current_person().expect_manages_guests()
    page = panels.collect(
        machine=Required(query(GetMachine, machine_id=machine_id)),
        label=Required(query(GetMachineLabel, machine_id=machine_id)),
    )
    return render_template(
        "labels/machine.html",
        form=form,
        button_form=ButtonForm.shown(),
        machine=Machine(page.machine),
        label=MachineLabel.of(page.label) if page.label["code"] else None,
        settings_url=settings_url_if_off(page.label["customer_id"]),
        done=notices.shown(DONE),
    ), form.status


def _replace_page(form: ButtonForm, machine_id: UUID) -> ResponseReturnValue:
    return _confirm_page(form, machine_id, "replace")


def _revoke_page(form: ButtonForm, machine_id: UUID) -> ResponseReturnValue:
    return _confirm_page(form, machine_id, "revoke")


def _confirm_page(form: ButtonForm, machine_id: UUID, action: str) -> ResponseReturnValue:
    """Asks whether the label, which is on the machine, is to stop working."""
    callers.current_person().expect_manages_guests()
    machine = Machine(query(GetMachine, machine_id=machine_id).answer())
    return render_template("labels/confirm.html", form=form, machine=machine, what=action), form.status
