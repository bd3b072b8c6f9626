"""Administration of the dealer's staff (identity)."""

from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.identity.contracts import (
    ChangeStaffRights,
    DeactivateStaff,
    GetStaff,
    InviteStaff,
    ListStaff,
    ReactivateStaff,
    RemoveStaff,
    ResendStaffInvitation,
    StaffRight,
)

STAFF_RIGHTS = tuple(str(right) for right in StaffRight)


class StaffClient:
    """A person who is not a member of staff raises NotFound. `change_rights`, `deactivate` and `remove` raise
    LastStaffAdministrator."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def list_staff(self, *, text: str = "", after: str = "", before: str = "", limit: int = PAGE) -> PendingCall:
        return self._rpc.query(ListStaff, text=text, after=after, before=before, limit=limit)

    def get_staff(self, person_id: str) -> PendingCall:
        return self._rpc.query(GetStaff, person_id=person_id)

    def invite_staff(self, key: str, **member: Any) -> dict[str, Any]:
        """Raises AlreadyStaff, EmailOfUser."""
        return self._rpc.command(InviteStaff, key=key, **member)

    def resend_invitation(self, key: str, person_id: str) -> dict[str, Any]:
        return self._rpc.command(ResendStaffInvitation, key=key, person_id=person_id)

    def change_rights(self, key: str, person_id: str, *, rights: list[str]) -> dict[str, Any]:
        return self._rpc.command(ChangeStaffRights, key=key, person_id=person_id, rights=rights)

    def deactivate(self, key: str, person_id: str) -> dict[str, Any]:
        return self._rpc.command(DeactivateStaff, key=key, person_id=person_id)

    def reactivate(self, key: str, person_id: str) -> dict[str, Any]:
        return self._rpc.command(ReactivateStaff, key=key, person_id=person_id)

    def remove(self, key: str, person_id: str) -> dict[str, Any]:
        return self._rpc.command(RemoveStaff, key=key, person_id=person_id)
