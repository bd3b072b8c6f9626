"""Registrations: list, and detail page to approve, refuse or assign. Staff see those no administrator can answer."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import PortalForm
from gateway.guards import login_required
from gateway.portal.registrations import frame
from gateway.portal.registrations.forms import ApproveForm, AssignForm, RefuseForm
from gateway.portal.users.forms import CHOSEN
from gateway.presenters.registrations import Registration
from services.chassis.contract import Command
from services.identity.contracts import (
    ApproveRegistration,
    AssignRegistration,
    GetRegistration,
    ListRegistrations,
    RefuseRegistration,
)

registrations = Blueprint("registrations", __name__, url_prefix="/registrations")

ONE = "/<uuid:registration_id>"


@registrations.get("")
@login_required
def registration_list() -> ResponseReturnValue:
    context = frame.list_context("accounts", ListRegistrations, Registration, "registrations.found")
    return render_template("registrations/list.html", **context)


@registrations.get("/waiting")
@login_required
def waiting() -> ResponseReturnValue:
    """Where the menu leads to."""
    return redirect(frame.first_waiting(), 303)


@registrations.get(ONE)
@login_required
def detail(registration_id: UUID) -> ResponseReturnValue:
    return _page(RefuseForm.shown(), registration_id)


@registrations.post(f"{ONE}/approve")
@login_required
def approve(registration_id: UUID) -> ResponseReturnValue:
    return _answer(ApproveRegistration, ApproveForm(), registration_id, "approved")


@registrations.post(f"{ONE}/refuse")
@login_required
def refuse(registration_id: UUID) -> ResponseReturnValue:
    return _answer(RefuseRegistration, RefuseForm(), registration_id, "refused")


@registrations.post(f"{ONE}/assign")
@login_required
def assign(registration_id: UUID) -> ResponseReturnValue:
    """Assign the registration to a customer if its number was mistyped."""
    return _answer(AssignRegistration, AssignForm(), registration_id, "assigned")


def _answer(operation: type[Command], form: PortalForm, registration_id: UUID, done: str) -> ResponseReturnValue:
    redirect_to = url_for(".registration_list")
    return form.act(operation, registration_id=registration_id, on_error=_page, redirect_to=redirect_to, done=done)


def _page(form: PortalForm, registration_id: UUID) -> ResponseReturnValue:
    """The registration. `form` may be a refused one of the page's forms."""
    row = query(GetRegistration, registration_id=registration_id).answer()
    approving = form if isinstance(form, ApproveForm) else ApproveForm.shown(sees=CHOSEN, rights=[])
    if row["customer_id"]:
        named = panels.collect(named=all_groups(row["customer_id"])).named
        approving.offer(list(names_by_id(named).items()))
    forms = {
        "form": form,
        "approving": approving,
        "refusing": form if isinstance(form, RefuseForm) else RefuseForm.shown(),
        "assigning": form if isinstance(form, AssignForm) else AssignForm.shown(),
    }
    return render_template("registrations/detail.html", registration=Registration(row), **forms), form.status
