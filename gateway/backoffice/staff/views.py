"""The dealer's staff: list, invitation and a member's page."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices
from gateway.backoffice.staff.forms import InviteStaffForm, StaffRightsForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import t
from gateway.listing import Filters
from gateway.presenters.users import Member
from services.identity.contracts import (
    ChangeStaffRights,
    DeactivateStaff,
    GetStaff,
    InviteStaff,
    ListStaff,
    ReactivateStaff,
    RemoveStaff,
    ResendStaffInvitation,
)

staff = Blueprint("staff", __name__, url_prefix="/backoffice/staff")

MEMBER = "/<uuid:person_id>"
DONE = ("invited", "invited_again", "rights", "deactivated", "reactivated", "removed")
"""Messages of the page: what was done before the redirect to it."""


@staff.get("")
@staff_page
def member_list() -> ResponseReturnValue:
    filters = Filters.from_request()
    found = query(ListStaff, **filters.call_parameters(), **listing.cursors()).answer()
    rows, done = map(Member, found["rows"]), notices.shown(DONE)
    return listing.render_list("backoffice/staff/list.html", found, rows, "staff.found", filters, done=done)


@staff.get("/new")
@staff_page
def new() -> ResponseReturnValue:
    callers.current_person().expect_right("manage_staff")
    return _invite_page(InviteStaffForm.shown(language="nl", rights=[]))


@staff.post("")
@staff_page
def invite() -> ResponseReturnValue:
    form = InviteStaffForm()
    invited = form.submit(InviteStaff)
    if invited is None:
        return _invite_page(form)
    return notices.redirect_to(url_for(".detail", person_id=invited["person_id"]), "invited")


@staff.get(MEMBER)
@staff_page
def detail(person_id: UUID) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), person_id)


@staff.post(f"{MEMBER}/rights")
@staff_page
def change_rights(person_id: UUID) -> ResponseReturnValue:
    return StaffRightsForm().act(ChangeStaffRights, person_id=person_id, on_error=_page, done="rights")


@staff.post(f"{MEMBER}/invite-again")
@staff_page
def resend_invitation(person_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(ResendStaffInvitation, person_id=person_id, on_error=_page, done="invited_again")


@staff.post(f"{MEMBER}/deactivate")
@staff_page
def deactivate(person_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(DeactivateStaff, person_id=person_id, on_error=_page, done="deactivated")


@staff.post(f"{MEMBER}/reactivate")
@staff_page
def reactivate(person_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(ReactivateStaff, person_id=person_id, on_error=_page, done="reactivated")


@staff.get(f"{MEMBER}/remove")
@staff_page
def confirm_remove(person_id: UUID) -> ResponseReturnValue:
    return _remove_page(ButtonForm.shown(), person_id)


@staff.post(f"{MEMBER}/remove")
@staff_page
def remove(person_id: UUID) -> ResponseReturnValue:
    redirect_to = url_for(".member_list")
    return ButtonForm().act(
        RemoveStaff, person_id=person_id, on_error=_remove_page, redirect_to=redirect_to, done="removed"
    )


def _page(form: PortalForm, person_id: UUID) -> ResponseReturnValue:
    """A member's page. `form` may be a refused one of the page's forms."""
    row = query(GetStaff, person_id=person_id).answer()
    rights_form = form if isinstance(form, StaffRightsForm) else StaffRightsForm.shown(rights=row["rights"])
    context = {
        "member": Member(row),
        "rights_form": rights_form,
        "button_form": ButtonForm.shown(),
        "done": notices.shown(DONE),
    }
    return render_template("backoffice/staff/detail.html", form=form, **context), form.status


def _invite_page(form: InviteStaffForm) -> ResponseReturnValue:
    return render_template("backoffice/staff/invite.html", form=form), form.status


def _remove_page(form: ButtonForm, person_id: UUID) -> ResponseReturnValue:
    member = Member(query(GetStaff, person_id=person_id).answer())
    texts = {"title": t("users.remove_title", name=member.row["name"]), "lead": t("staff.remove_lead")}
    return render_template("remove.html", form=form, back=member.url, button=t("users.remove"), **texts), form.status
