"""Impersonation: viewing the portal as a user of the same customer."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies
from gateway.clients import call_as_visitor
from gateway.forms import ButtonForm
from gateway.guards import customer_page
from gateway.portal.users.views import user_page
from services.identity.contracts import StartImpersonation, StopImpersonation

viewing = Blueprint("viewing", __name__)


@viewing.post("/users/<uuid:person_id>/view-as")
@customer_page
def begin(person_id: UUID) -> ResponseReturnValue:
    form, token = ButtonForm(), cookies.session_token(request)
    if form.submit(StartImpersonation, key="", token=token, person_id=person_id) is None:
        return user_page(form, person_id)
    callers.forget(token)
    return redirect(url_for("home.dashboard"), 303)


@viewing.post("/stop-viewing")
@customer_page
def stop() -> ResponseReturnValue:
    token = cookies.session_token(request)
    call_as_visitor(StopImpersonation, token=token)
    callers.forget(token)
    return redirect(url_for("users.user_list"), 303)
