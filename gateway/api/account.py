"""The caller's own account: profile, password, e-mail address and sessions."""

from typing import Any
from uuid import UUID

from gateway import callers
from gateway.api.resource import Resource
from gateway.api.schemas import account as schemas
from gateway.clients import command, query
from gateway.guards import api_login
from services.identity.contracts import (
    ChangePassword,
    ChangeProfile,
    EndOtherSessions,
    EndSession,
    GetAccount,
    GetConsents,
    GetDataExport,
    GiveConsent,
    ListSessions,
    ReadDataExportPart,
    RemoveOwnAccount,
    RequestDataExport,
    RequestEmailChange,
    StopDataExport,
    WithdrawConsent,
)

account = Resource("Account", __name__, "The caller's own account.")


@account.get("/account")
@api_login
@account.returns(200, GetAccount)
def get_account() -> Any:
    """Get the caller's account. User administrators of the customer see the same data."""
    return query(GetAccount).answer()


@account.patch("/account")
@api_login
@account.body(schemas.ProfileChange)
@account.returns(200, ChangeProfile)
def change_account(key: str, **changes: str) -> Any:
    """Change the profile. Fields that are left out stay unchanged."""
    profile = command(ChangeProfile, key=key, **changes)
    callers.forget(callers.bearer_token())
    return profile


@account.post("/account/password")
@api_login
@account.body(schemas.PasswordChange)
@account.returns(204, ChangePassword)
def change_password(current_password: str, password: str) -> None:
    """Change the password. All other sessions of the person end."""
    token = callers.bearer_token()
    command(ChangePassword, token=token, current_password=current_password, password=password)


@account.post("/account/email")
@api_login
@account.body(schemas.EmailChange)
@account.returns(202, RequestEmailChange)
def request_email_change(email: str, password: str) -> None:
    """Request a change of e-mail address. It takes effect when the link mailed to the new address is confirmed."""
    command(RequestEmailChange, email=email, password=password)


@account.get("/account/consents")
@api_login
@account.returns(200, GetConsents)
def list_consents() -> Any:
    """List the consents to news, with their wordings in the language of the person."""
    return query(GetConsents).answer()


@account.post("/account/consents")
@api_login
@account.body(schemas.ConsentGiven)
@account.returns(200, GiveConsent)
def give_consent(key: str, purpose: str, version: int) -> Any:
    """Consent to the wording of this version."""
    return command(GiveConsent, key=key, purpose=purpose, version=version)


@account.post("/account/consents/withdrawal")
@api_login
@account.body(schemas.ConsentWithdrawn)
@account.returns(200, WithdrawConsent)
def withdraw_consent(key: str, purpose: str) -> Any:
    """Withdraw a consent."""
    return command(WithdrawConsent, key=key, purpose=purpose)


@account.get("/account/sessions")
@api_login
@account.returns(200, ListSessions)
def list_sessions() -> Any:
    """List the caller's sessions, most recently used first."""
    return query(ListSessions, token=callers.bearer_token()).answer()


@account.delete("/account/sessions/<uuid:session_id>")
@api_login
@account.returns(204, EndSession)
def end_session(session_id: UUID) -> None:
    """End one of the caller's sessions."""
    command(EndSession, session_id=session_id)
    callers.forget(callers.bearer_token())


@account.delete("/account/sessions/others")
@api_login
@account.returns(200, EndOtherSessions)
def end_other_sessions() -> Any:
    """End all own sessions except the current one."""
    return command(EndOtherSessions, token=callers.bearer_token())


@account.post("/account/data-export")
@api_login
@account.returns(202, RequestDataExport)
def request_data_export(key: str) -> Any:
    """Collect what is stored about the caller. The file is complete when `status` is `ready`."""
    return command(RequestDataExport, key=key)


@account.get("/account/data-export")
@api_login
@account.returns(200, GetDataExport)
def get_data_export() -> Any:
    """Get the state of the caller's download; `export` is null if there is none."""
    return query(GetDataExport).answer()


@account.delete("/account/data-export")
@api_login
@account.returns(204, StopDataExport)
def stop_data_export(key: str) -> None:
    """Stop collecting, and delete what was collected."""
    command(StopDataExport, key=key)


@account.get("/account/data-export/<uuid:export_id>/part")
@api_login
@account.query(schemas.PartNumber)
@account.returns(200, ReadDataExportPart)
def read_data_export_part(export_id: UUID, number: int) -> Any:
    """Get a part of the file, from 0 to `parts` - 1. The parts together are one JSON document."""
    return query(ReadDataExportPart, export_id=export_id, number=number).answer()


@account.post("/account/removal")
@api_login
@account.body(schemas.Removal)
@account.returns(204, RemoveOwnAccount)
def remove_account(password: str) -> None:
    """Remove the caller's account for good. All sessions end."""
    command(RemoveOwnAccount, password=password)
    callers.forget(callers.bearer_token())
