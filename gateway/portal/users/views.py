"""Users of a customer (see `customer_scope.py`): list, rights matrix, invitation and a user's page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices, panels
from gateway.clients import command, query
from gateway.clients.groups import all_groups, names_by_id
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import user_admin_required
from gateway.language import t
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.users.customer_scope import expect_user_admin, of_customer, opened, path
from gateway.portal.users.filters import UserFilters
from gateway.portal.users.forms import ALL, CHOSEN, ChangeScopeForm, InviteForm, MachinesForm, MatrixForm, RightsForm
from gateway.presenters.machines import Machine
from gateway.presenters.tags import tag_of
from gateway.presenters.users import User
from gateway.read_only import form_page
from services.fleet.contracts import ListMachines
from services.identity.contracts import (
    OFFERED_RIGHTS,
    ChangeRights,
    ChangeScope,
    DeactivateUser,
    GetUser,
    InviteUser,
    ListUsers,
    ReactivateUser,
    RemoveUser,
    ResendInvitation,
    UserStatus,
)

users = of_customer(Blueprint("users", __name__, url_prefix="/users"))

USER = "/<uuid:person_id>"
DONE = ("invited", "invited_again", "rights", "scope", "deactivated", "reactivated", "removed", "machines")
"""Messages of the page: what was done before the redirect to it."""


@users.get("")
@user_admin_required
def user_list() -> ResponseReturnValue:
    filters = UserFilters.from_request()
    page = panels.collect(
        found=Required(query(ListUsers, **filters.call_parameters(), **listing.cursors())),
        named=all_groups(callers.current_customer_id()),
    )
    names = names_by_id(page.named)
    return listing.render_list(
        "users/list.html",
        page.found,
        [User(row, names) for row in page.found["rows"]],
        "users.found",
        filters,
        **_head_context(),
        groups=[{"id": id, "name": name} for id, name in names.items()],
        rights=[{"id": code, "name": t(f"right.{code}")} for code in OFFERED_RIGHTS],
        statuses=[{"id": code, "name": tag_of("user_status", code).text} for code in UserStatus],
        done=notices.shown(DONE),
    )


@users.get("/rights")
@user_admin_required
@form_page
def rights_of_all() -> ResponseReturnValue:
    return _matrix(MatrixForm.shown())


@users.post("/rights")
@user_admin_required
def change_rights_of_all() -> ResponseReturnValue:
    form = MatrixForm()
    redirect_to = url_for(".rights_of_all", **listing.page_parameters())
    if not form.chooses_language() and not form.answers()["users"]:
        return notices.redirect_to(redirect_to, "rights")
    return form.act(ChangeRights, on_error=_matrix, redirect_to=redirect_to, done="rights")


@users.get("/new")
@user_admin_required
@form_page
def new() -> ResponseReturnValue:
    expect_user_admin()
    return _invite_page(InviteForm.shown(language="nl", sees=ALL, rights=[]))


@users.post("")
@user_admin_required
def invite() -> ResponseReturnValue:
    form = InviteForm()
    invited = form.submit(InviteUser)
    if invited is None:
        return _invite_page(form)
    return notices.redirect_to(url_for(".detail", person_id=invited["person_id"]), "invited")


@users.get(USER)
@user_admin_required
def detail(person_id: UUID) -> ResponseReturnValue:
    return user_page(ButtonForm.shown(), person_id)


@users.post(f"{USER}/rights")
@user_admin_required
def change_rights(person_id: UUID) -> ResponseReturnValue:
    form = RightsForm()
    users = [{"person_id": person_id, **form.answers()}]
    changed = form.attempt(lambda: command(ChangeRights, key=form.once.data, users=users))
    if changed is None:
        return user_page(form, person_id)
    return notices.redirect_to(url_for(".detail", person_id=person_id), "rights")


@users.post(f"{USER}/scope")
@user_admin_required
def change_scope(person_id: UUID) -> ResponseReturnValue:
    return ChangeScopeForm().act(ChangeScope, person_id=person_id, on_error=user_page, done="scope")


@users.get(f"{USER}/machines")
@user_admin_required
@form_page
def machines(person_id: UUID) -> ResponseReturnValue:
    return _machines_page(MachinesForm.shown(), person_id)


@users.post(f"{USER}/machines")
@user_admin_required
def choose_machines(person_id: UUID) -> ResponseReturnValue:
    """A user who sees all machines would see fewer; the form then asks for confirmation (`narrow`)."""
    return MachinesForm().act(ChangeScope, person_id=person_id, on_error=_machines_page, done="machines")


def _machines_page(form: MachinesForm, person_id: UUID) -> ResponseReturnValue:
    """The machines of the customer, with the user's single machines checked."""
    user = query(GetUser, person_id=person_id).answer()
    text = listing.search_text()
    found = query(ListMachines, text=text, customer_id=callers.current_customer_id(), **listing.cursors()).answer()
    rows = [Machine(row) for row in found["rows"]]
    page = render_template(
        "users/machines.html",
        **_head_context(),
        form=form,
        needs_confirmation=form.refusal == "sees_all_machines",
        user=User(user, {}),
        text=text,
        page_parameters=listing.page_parameters(),
        found=Listing.of(found["page"], rows, "machines.found", {"text": text}),
    )
    return page, form.status


@users.post(f"{USER}/deactivate")
@user_admin_required
def deactivate(person_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(DeactivateUser, person_id=person_id, on_error=user_page, done="deactivated")


@users.post(f"{USER}/reactivate")
@user_admin_required
def reactivate(person_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(ReactivateUser, person_id=person_id, on_error=user_page, done="reactivated")


@users.post(f"{USER}/invite-again")
@user_admin_required
def resend_invitation(person_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(ResendInvitation, person_id=person_id, on_error=user_page, done="invited_again")


@users.get(f"{USER}/remove")
@user_admin_required
@form_page
def confirm_remove(person_id: UUID) -> ResponseReturnValue:
    return _remove_page(ButtonForm.shown(), person_id)


@users.post(f"{USER}/remove")
@user_admin_required
def remove(person_id: UUID) -> ResponseReturnValue:
    redirect_to = url_for(".user_list")
    return ButtonForm().act(
        RemoveUser, person_id=person_id, on_error=_remove_page, redirect_to=redirect_to, done="removed"
    )


def user_page(form: PortalForm, person_id: UUID) -> ResponseReturnValue:
    """A user's page. `form` may be a refused one of the page's forms."""
    page = panels.collect(
        user=Required(query(GetUser, person_id=person_id)), named=all_groups(callers.current_customer_id())
    )
    row, names = page.user, names_by_id(page.named)
    values = {"sees": ALL if row["all_machines"] else CHOSEN, "group_ids": row["group_ids"]}
    scope_form = form if isinstance(form, ChangeScopeForm) else ChangeScopeForm.shown(**values)
    scope_form.offer(list(names.items()))
    rights_form = form if isinstance(form, RightsForm) else RightsForm.shown(rights=row["rights"])
    context = {"user": User(row, names), "rights_form": rights_form, "scope_form": scope_form}
    context |= {"groups_known": page.named is not None, "button_form": ButtonForm.shown(), "done": notices.shown(DONE)}
    return render_template("users/detail.html", form=form, **_head_context(), **context), form.status


def _invite_page(form: InviteForm) -> ResponseReturnValue:
    named = panels.collect(named=all_groups(callers.current_customer_id())).named
    form.offer(list(names_by_id(named).items()))
    return render_template("users/invite.html", form=form, **_head_context()), form.status


def _matrix(form: MatrixForm) -> ResponseReturnValue:
    found = query(ListUsers, text=listing.search_text(), **listing.cursors()).answer()
    rows = [User(row, {}) for row in found["rows"]]
    shown = Listing.of(found["page"], rows, "users.found", {"text": listing.search_text()})
    context = {
        "rights": OFFERED_RIGHTS,
        "done": notices.shown(DONE),
        "found": shown,
        "page_parameters": listing.page_parameters(),
    }
    return render_template("users/rights.html", form=form, **context, **_head_context()), form.status


def _remove_page(form: ButtonForm, person_id: UUID) -> ResponseReturnValue:
    user = User(query(GetUser, person_id=person_id).answer(), {})
    texts = {"title": t("users.remove_title", name=user.row["name"]), "lead": t("users.remove_lead")}
    return render_template("remove.html", form=form, back=user.url, button=t("users.remove"), **texts), form.status


def _head_context() -> dict[str, Any]:
    """Template variables of the header of these pages."""
    customer = opened()
    return {"customer": customer, "path": path(customer)}
