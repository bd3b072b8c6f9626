"""The self-registration settings of the user's own customer."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import notices, panels
from gateway.clients import query
from gateway.guards import customer_page
from gateway.panels import BestEffort
from gateway.portal.registrations import frame
from gateway.portal.registrations.forms import PolicyForm
from gateway.read_only import form_page
from services.identity.contracts import ChangeSelfRegistration, CountPendingRequests, GetSelfRegistration

self_registration = Blueprint("self_registration", __name__, url_prefix="/registrations/policy")


@self_registration.get("")
@customer_page
@form_page
def policy() -> ResponseReturnValue:
    settings = query(GetSelfRegistration).answer()
    return _page(PolicyForm.shown(policy=settings["policy"], domains="\n".join(settings["domains"])))


@self_registration.post("")
@customer_page
def change() -> ResponseReturnValue:
    return PolicyForm().act(ChangeSelfRegistration, on_error=_page, redirect_to=url_for(".policy"), done="policy")


def _page(form: PolicyForm) -> ResponseReturnValue:
    waiting = panels.collect(waiting=BestEffort(query(CountPendingRequests))).waiting
    context = {"tabs": frame.tabs("policy", waiting), "done": notices.shown(frame.DONE)}
    return render_template("registrations/policy.html", form=form, **context), form.status
