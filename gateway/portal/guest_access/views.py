"""What guests may do, and where: at the reader's own customer, or at the one that staff have opened."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, notices, panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import user_admin_required
from gateway.panels import Required
from gateway.portal.guest_access.activity import guest_activity
from gateway.portal.guest_access.forms import EVERYWHERE, AccessForm
from gateway.portal.users.customer_scope import of_customer, opened
from gateway.presenters.guest_access import Setting
from services.fleet.contracts import ChangeGuestAccess, GetGuestAccess, StopGuestAccess

guest_access = of_customer(Blueprint("guest_access", __name__, url_prefix="/guest-access"))

DONE = ("changed", "stopped")
"""Messages of the page: what was done before the redirect to it."""


@guest_access.get("")
@user_admin_required
def settings() -> ResponseReturnValue:
    return _page(None)


@guest_access.post("")
@user_admin_required
def change() -> ResponseReturnValue:
    form = AccessForm()
    if not form.chooses_language() and not form.has_known_choices():
        return _page(form)
    return form.act(ChangeGuestAccess, on_error=_page, redirect_to=url_for(".settings"), done="changed")


@guest_access.post("/stop")
@user_admin_required
def stop() -> ResponseReturnValue:
    return ButtonForm().act(StopGuestAccess, on_error=_page, redirect_to=url_for(".settings"), done="stopped")


def _page(form: PortalForm | None) -> ResponseReturnValue:
    page = panels.collect(
        access=Required(query(GetGuestAccess)), groups=Required(all_groups(callers.current_customer_id()))
    )
    shown = form if isinstance(form, AccessForm) else AccessForm.of(page.access["actions"])
    if form is not None and form is not shown:
        shown.problems, shown.status = form.problems, form.status
    names, everywhere = names_by_id(page.groups), page.access["may_change_all_machines"]
    return render_template(
        "guest_access/settings.html",
        form=shown,
        settings=[_setting(shown, row, names, everywhere=everywhere) for row in page.access["actions"]],
        is_on=any(row["enabled"] for row in page.access["actions"]),
        customer=opened(),
        stop_form=ButtonForm.shown(),
        activity=guest_activity(callers.current_customer_id()),
        done=notices.shown(DONE),
    ), shown.status


def _setting(form: AccessForm, row: dict[str, Any], names: dict[str, str], *, everywhere: bool) -> Setting:
    where, groups = form[f"{row['action']}_where"], form[f"{row['action']}_groups"]
    where.choices = [choice for choice in where.choices if everywhere or choice.value != EVERYWHERE]
    groups.choices = list(names.items())
    is_fixed = row["enabled"] and row["all_machines"] and not everywhere
    return Setting(row, where, groups, names, is_fixed)
