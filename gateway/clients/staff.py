"""The dealer's staff, as the pages of those who manage it need them: a part of identity's client."""

from typing import Any

from gateway.clients.line import PAGE, Line
from services.chassis.bus import PendingCall
from services.identity.contracts import (
    ChangeStaffRights,
    DeactivateStaff,
    FindStaff,
    InviteStaff,
    InviteStaffAgain,
    ListStaff,
    ReactivateStaff,
    RemoveStaff,
    StaffRight,
)

STAFF_RIGHTS = tuple(str(right) for right in StaffRight)


class StaffClient:
    """Who is no member of staff is NotFound."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def list_staff(self, *, text: str = "", after: str = "", before: str = "", limit: int = PAGE) -> PendingCall:
        return self._line.ask(ListStaff, text=text, after=after, before=before, limit=limit)

    def find_staff(self, person_id: str) -> PendingCall:
        return self._line.ask(FindStaff, person_id=person_id)

    def invite_staff(self, key: str, **member: Any) -> dict[str, Any]:
        """Raises AlreadyStaff, AddressOfUser."""
        return self._line.tell(InviteStaff, key=key, **member)

    def invite_again(self, key: str, person_id: str) -> dict[str, Any]:
        return self._line.tell(InviteStaffAgain, key=key, person_id=person_id)

    def change_rights(self, key: str, person_id: str, *, rights: list[str]) -> dict[str, Any]:
        """Raises LastStaffAdministrator, as the two below."""
        return self._line.tell(ChangeStaffRights, key=key, person_id=person_id, rights=rights)

    def deactivate(self, key: str, person_id: str) -> dict[str, Any]:
        return self._line.tell(DeactivateStaff, key=key, person_id=person_id)

    def reactivate(self, key: str, person_id: str) -> dict[str, Any]:
        return self._line.tell(ReactivateStaff, key=key, person_id=person_id)

    def remove(self, key: str, person_id: str) -> dict[str, Any]:
        return self._line.tell(RemoveStaff, key=key, person_id=person_id)
