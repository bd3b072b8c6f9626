"""What guests may do, and where: at the reader's own customer, or at the one that staff have opened."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from gateway import callers, notices, panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import user_admin_required
from gateway.language import t
from gateway.panels import Required
from gateway.portal.guest_access.activity import guest_activity
from gateway.portal.guest_access.forms import EVERYWHERE, AccessForm
from gateway.portal.users.customer_scope import of_customer, opened
from services.chassis.contract.plain_text import sort_text
from services.fleet.contracts import ChangeGuestAccess, GetGuestAccess, StopGuestAccess

guest_access = of_customer(Blueprint("guest_access", __name__, url_prefix="/guest-access"))

DONE = ("changed", "stopped")
"""Messages of the page: what was done before the redirect to it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where guests may do one action, and its fields. `row` is the contract's `VisibleActionAccess`. `is_fixed`: at all
    machines, which the reader, who does not see them all, cannot change."""

    row: dict[str, Any]
    where: Field
    groups: Field
    names: dict[str, str]
    is_fixed: bool

    @property
    def title(self) -> str:
        return t(f"guest_action.{self.row['action']}")

    @property
    def summary(self) -> str:
        """Off; at all machines; in Balie, Utrecht and other groups."""
        if not self.row["enabled"]:
            return t("guest_where.nowhere")
        if self.row["all_machines"]:
            return t("guest_where.everywhere")
        names = sorted((self.names[id] for id in self.row["group_ids"] if id in self.names), key=sort_text)
        if self.row["has_other_groups"]:
            names.append(t("guest_access.other_groups"))
        return ", ".join(names) or t("guest_access.no_groups_chosen")


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
