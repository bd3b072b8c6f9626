"""Identity, as the pages need it: sessions and customers."""

from typing import Any

from gateway.clients.line import PAGE, Line
from services.chassis.bus import Pending
from services.chassis.contract import Caller
from services.identity.contracts import FindSession, ListCustomers, LogIn, LogOut


class IdentityClient:
    """A session is found and ended by its token alone, so those calls are a visitor's."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def find_session(self, token: str) -> dict[str, Any]:
        """Who is behind this token. Raises NotLoggedIn."""
        return self._line.bus.call(FindSession, Caller.visitor(), token=token)

    def log_in(self, email: str, password: str) -> dict[str, Any]:
        """The session, with its `token`. Raises WrongCredentials."""
        return self._line.bus.call(LogIn, Caller.visitor(), email=email, password=password)

    def log_out(self, token: str) -> None:
        self._line.bus.call(LogOut, Caller.visitor(), token=token)

    def list_customers(self, *, text: str = "", after: str = "", before: str = "", limit: int = PAGE) -> Pending:
        return self._line.ask(ListCustomers, text=text, after=after, before=before, limit=limit)
