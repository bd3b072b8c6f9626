"""Registrations: list, and detail page to approve, refuse or assign. Staff see those no administrator can answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.clients import groups
from gateway.clients import registrations as requests
from gateway.clients.groups import ALL as ALL_GROUPS
from gateway.forms import PortalForm
from gateway.guards import login_required
from gateway.listing import Listing
from gateway.portal.registrations import parts
from gateway.portal.registrations.forms import ApproveForm, AssignForm, RefuseForm
from gateway.portal.users.forms import CHOSEN
from gateway.presenters.registrations import Registration

registrations = Blueprint("registrations", __name__, url_prefix="/registrations")

ONE = "/<uuid:registration_id>"


@registrations.get("")
@login_required
def registration_list() -> ResponseReturnValue:
    answered = "answered" in request.args
    found = requests.list_registrations(answered=answered, **listing.cursors()).answer()
    shown = Listing.of(
        found["page"], map(Registration, found["rows"]), "registrations.found", {"answered": "1" if answered else ""}
    )
    context = {"tabs": parts.tabs("accounts"), "done": listing.done(parts.DONE), "answered": answered}
    return render_template("registrations/list.html", found=shown, **context)


@registrations.get(ONE)
@login_required
def detail(registration_id: UUID) -> ResponseReturnValue:
    return _page(RefuseForm.shown(), registration_id)


@registrations.post(f"{ONE}/approve")
@login_required
def approve(registration_id: UUID) -> ResponseReturnValue:
    return _answer(ApproveForm(), requests.approve, registration_id, "approved")


@registrations.post(f"{ONE}/refuse")
@login_required
def refuse(registration_id: UUID) -> ResponseReturnValue:
    return _answer(RefuseForm(), requests.refuse, registration_id, "refused")


@registrations.post(f"{ONE}/assign")
@login_required
def assign(registration_id: UUID) -> ResponseReturnValue:
    """Assign the registration to a customer if its number was mistyped."""
    return _answer(AssignForm(), requests.assign, registration_id, "assigned")


def _answer(
    form: PortalForm, call: Callable[..., dict[str, Any]], registration_id: UUID, done: str
) -> ResponseReturnValue:
    then = url_for(".registration_list", done=done)
    return form.act(call, str(registration_id), again=lambda: _page(form, registration_id), then=then)


def _page(form: PortalForm, registration_id: UUID) -> ResponseReturnValue:
    """The registration. `form` may be a refused one of the page's forms."""
    row = requests.get_registration(str(registration_id)).answer()
    approving = form if isinstance(form, ApproveForm) else ApproveForm.shown(sees=CHOSEN, rights=[])
    if row["customer_id"]:
        named = panels.collect(named=groups.list_groups(customer_id=row["customer_id"], limit=ALL_GROUPS)).named
        approving.offer([(group["id"], group["name"]) for group in (named or {"rows": []})["rows"]])
    forms = {
        "form": form,
        "approving": approving,
        "refusing": form if isinstance(form, RefuseForm) else RefuseForm.shown(),
        "assigning": form if isinstance(form, AssignForm) else AssignForm.shown(),
    }
    return render_template("registrations/detail.html", registration=Registration(row), **forms), form.status
