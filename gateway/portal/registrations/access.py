"""Access requests: created from the machine list, listed and answered."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import panels
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import customer_page, login_required
from gateway.panels import BestEffort
from gateway.portal.registrations import frame
from gateway.portal.registrations.forms import ONLY_THIS, GrantForm, RefuseForm
from gateway.presenters.registrations import AccessRequest
from services.chassis.contract import Command
from services.fleet.contracts import GetMachine
from services.identity.contracts import (
    GetAccessRequest,
    GrantAccess,
    ListAccessRequests,
    RefuseAccess,
    RequestMachineAccess,
)

access_requests = Blueprint("access_requests", __name__, url_prefix="/registrations/access")

ONE = "/<uuid:request_id>"


class RequestForm(ButtonForm):
    """`number`: the exact number that was searched for."""

    def answers(self) -> dict[str, Any]:
        return {"number": self.sent.get("number", "")}


@access_requests.post("")
@customer_page
def request_access() -> ResponseReturnValue:
    form = RequestForm()
    number = form.answers()["number"]
    created = form.submit(RequestMachineAccess)
    if created is None:
        return render_template("registrations/not_requested.html", form=form, number=number), form.status
    return redirect(url_for("machines.machine_list", text=number), 303)


@access_requests.get("")
@login_required
def request_list() -> ResponseReturnValue:
    context = frame.list_context("machines", ListAccessRequests, AccessRequest, "access.found")
    return render_template("registrations/access_list.html", **context)


@access_requests.get(ONE)
@login_required
def detail(request_id: UUID) -> ResponseReturnValue:
    return _page(RefuseForm.shown(), request_id)


@access_requests.post(f"{ONE}/grant")
@login_required
def grant(request_id: UUID) -> ResponseReturnValue:
    return _answer(GrantAccess, GrantForm(), request_id, "granted")


@access_requests.post(f"{ONE}/refuse")
@login_required
def refuse(request_id: UUID) -> ResponseReturnValue:
    return _answer(RefuseAccess, RefuseForm(), request_id, "refused")


def _answer(operation: type[Command], form: PortalForm, request_id: UUID, done: str) -> ResponseReturnValue:
    return form.act(operation, request_id=request_id, on_error=_page, redirect_to=url_for(".request_list"), done=done)


def _page(form: PortalForm, request_id: UUID) -> ResponseReturnValue:
    """The request, with the machine's groups if the machine is in the reader's scope."""
    row = query(GetAccessRequest, request_id=request_id).answer()
    machine = panels.collect(machine=BestEffort(query(GetMachine, machine_id=row["machine_id"]))).machine
    granting = form if isinstance(form, GrantForm) else GrantForm.shown(group_id=ONLY_THIS)
    granting.offer(machine["groups"] if machine else [])
    forms = {
        "form": form,
        "granting": granting,
        "refusing": form if isinstance(form, RefuseForm) else RefuseForm.shown(),
    }
    context = {"access_request": AccessRequest(row), "sees_machine": machine is not None}
    return render_template("registrations/access.html", **context, **forms), form.status
