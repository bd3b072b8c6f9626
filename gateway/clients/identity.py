"""Sessions, the caller's own account and links of mails (identity)."""

from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.chassis.contract import Caller
from services.identity.contracts import (
    PASSWORD_LINKS,
    AnswerInvitation,
    ChangePassword,
    ChangeProfile,
    ConfirmEmail,
    EndOtherSessions,
    EndSession,
    GetAccount,
    GetLink,
    GetSession,
    LinkPurpose,
    ListCustomers,
    ListSessions,
    LogIn,
    LogOut,
    RequestEmailChange,
    RequestPasswordReset,
    SetPassword,
    SwitchCustomer,
    TouchSession,
    UndoEmail,
)
from services.identity.contracts.languages import Language

LANGUAGES = tuple(str(language) for language in Language)


class IdentityClient:
    """Sessions are identified by their token alone, so those calls are made as a visitor."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def get_session(self, token: str) -> dict[str, Any]:
        """Raises NotLoggedIn."""
        return self._rpc.bus.call(GetSession, Caller.visitor(), token=token)

    def touch_session(self, token: str) -> None:
        self._rpc.bus.call(TouchSession, Caller.visitor(), token=token)

    def log_in(self, client_address: str, device: str, *, email: str, password: str) -> dict[str, Any]:
        """The session, with its `token`. Raises WrongCredentials, TooManyAttempts."""
        credentials: dict[str, Any] = {"email": email, "password": password}
        credentials |= {"client_address": client_address, "device": device}
        return self._rpc.bus.call(LogIn, Caller.visitor(), **credentials)

    def log_out(self, token: str) -> None:
        self._rpc.bus.call(LogOut, Caller.visitor(), token=token)

    def list_sessions(self, token: str) -> PendingCall:
        return self._rpc.query(ListSessions, token=token)

    def end_session(self, session_id: str) -> dict[str, Any]:
        """Raises NotFound for another person's session."""
        return self._rpc.command(EndSession, session_id=session_id)

    def end_other_sessions(self, token: str) -> dict[str, Any]:
        return self._rpc.command(EndOtherSessions, token=token)

    def switch_customer(self, token: str, customer_id: str) -> dict[str, Any]:
        return self._rpc.command(SwitchCustomer, token=token, customer_id=customer_id)

    def get_account(self) -> PendingCall:
        return self._rpc.query(GetAccount)

    def change_profile(self, key: str, **profile: Any) -> dict[str, Any]:
        return self._rpc.command(ChangeProfile, key=key, **profile)

    def change_password(self, token: str, *, current_password: str, password: str) -> dict[str, Any]:
        """Raises WrongPassword, WeakPassword, TooManyAttempts."""
        return self._rpc.command(ChangePassword, token=token, current_password=current_password, password=password)

    def request_email_change(self, *, email: str, password: str) -> dict[str, Any]:
        """Raises WrongPassword, TooManyAttempts."""
        return self._rpc.command(RequestEmailChange, email=email, password=password)

    def request_password_reset(self, key: str, language: str, client_address: str, *, email: str) -> dict[str, Any]:
        """Raises TooManyAttempts."""
        request = {"email": email, "language": language, "client_address": client_address}
        return self._rpc.command(RequestPasswordReset, key=key, **request)

    def find_password_link(self, token: str) -> dict[str, Any]:
        """The link of an invitation or of a password reset. Raises LinkExpired."""
        return self._rpc.query(GetLink, token=token, purposes=list(PASSWORD_LINKS)).answer()

    def set_password(self, token: str, *, password: str) -> dict[str, Any]:
        """Raises LinkExpired, WeakPassword."""
        return self._rpc.command(SetPassword, token=token, password=password)

    def find_email_link(self, token: str, *, undo: bool) -> dict[str, Any]:
        """Raises LinkExpired."""
        purpose = LinkPurpose.UNDO_EMAIL if undo else LinkPurpose.CONFIRM_EMAIL
        return self._rpc.query(GetLink, token=token, purposes=[str(purpose)]).answer()

    def find_invitation(self, token: str) -> dict[str, Any]:
        """The invitation of a person who already has an account. Raises LinkExpired."""
        return self._rpc.query(GetLink, token=token, purposes=[str(LinkPurpose.JOIN)]).answer()

    def answer_invitation(self, key: str, token: str, accept: bool) -> dict[str, Any]:
        """Raises LinkExpired."""
        return self._rpc.command(AnswerInvitation, key=key, token=token, accept=accept)

    def confirm_email(self, key: str, token: str) -> dict[str, Any]:
        return self._rpc.command(ConfirmEmail, key=key, token=token)

    def undo_email(self, key: str, token: str) -> dict[str, Any]:
        return self._rpc.command(UndoEmail, key=key, token=token)

    def list_customers(self, *, text: str = "", after: str = "", before: str = "", limit: int = PAGE) -> PendingCall:
        return self._rpc.query(ListCustomers, text=text, after=after, before=before, limit=limit)
