"""My account: profile, password, e-mail address and sessions."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, notices
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import customer_page, login_required
from gateway.portal.account.forms import EmailForm, PasswordForm, ProfileForm
from gateway.portal.account.frame import page
from gateway.portal.menu.views import SwitchForm, menu_page
from gateway.presenters.sessions import Session
from gateway.read_only import form_page
from gateway.security import safe_goal
from services.identity.contracts import (
    ChangePassword,
    ChangeProfile,
    EndOtherSessions,
    EndSession,
    GetAccount,
    ListSessions,
    RequestEmailChange,
    SwitchCustomer,
)

account = Blueprint("account", __name__, url_prefix="/account")


@account.get("")
@login_required
@form_page
def profile() -> ResponseReturnValue:
    account_row = query(GetAccount).answer()
    values = {name: account_row[name] for name in ("name", "function", "telephone", "language")}
    return page("profile", ProfileForm.shown(**values), known=account_row)


@account.post("")
@login_required
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    profile_row = form.submit(ChangeProfile)
    if profile_row is None:
        return page("profile", form, known=query(GetAccount).answer())
    response = notices.redirect_to(url_for(".profile"), "profile")
    cookies.keep_language(response, profile_row["language"])
    callers.forget(cookies.session_token(request))
    return response


@account.get("/password")
@login_required
@form_page
def password() -> ResponseReturnValue:
    return page("password", PasswordForm.shown(), email=query(GetAccount).answer()["email"])


@account.post("/password")
@login_required
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.submit(ChangePassword, token=cookies.session_token(request)) is None:
        return page("password", form, email=query(GetAccount).answer()["email"])
    return notices.redirect_to(url_for(".password"), "password")


@account.get("/email")
@login_required
@form_page
def email() -> ResponseReturnValue:
    return page("email", EmailForm.shown(), known=query(GetAccount).answer())


@account.post("/email")
@login_required
def change_email() -> ResponseReturnValue:
    form = EmailForm()
    if form.submit(RequestEmailChange) is None:
        return page("email", form, known=query(GetAccount).answer())
    return notices.redirect_to(url_for(".email"), "email")


@account.get("/sessions")
@login_required
@form_page
def sessions() -> ResponseReturnValue:
    return _sessions_page(ButtonForm.shown())


@account.post("/sessions/<uuid:session_id>/end")
@login_required
def end_session(session_id: UUID) -> ResponseReturnValue:
    form = ButtonForm()
    if form.submit(EndSession, key="", session_id=session_id) is None:
        return _sessions_page(form)
    callers.forget(cookies.session_token(request))
    return notices.redirect_to(url_for(".sessions"), "ended")


@account.post("/sessions/end-others")
@login_required
def end_other_sessions() -> ResponseReturnValue:
    form = ButtonForm()
    if form.submit(EndOtherSessions, key="", token=cookies.session_token(request)) is None:
        return _sessions_page(form)
    return notices.redirect_to(url_for(".sessions"), "ended_all")


@account.post("/customer")
@customer_page
def switch_customer() -> ResponseReturnValue:
    """Switch to another customer of which the person is a user."""
    form, token = SwitchForm(), cookies.session_token(request)
    if form.submit(SwitchCustomer, key="", token=token) is None:
        return menu_page(form)
    callers.forget(token)
    return redirect(safe_goal(form.next.data), 303)


def _sessions_page(form: ButtonForm) -> ResponseReturnValue:
    found = query(ListSessions, token=cookies.session_token(request)).answer()
    return page("sessions", form, rows=[Session(row) for row in found["rows"]])
