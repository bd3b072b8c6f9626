"""Administration of a customer's users, for user administrators and staff (identity)."""

from collections.abc import Callable
from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.chassis.contract import Command, Query
from services.identity.contracts import (
    AddUsersToGroup,
    AuditAction,
    ChangeRights,
    ChangeScope,
    DeactivateUser,
    GetUser,
    InviteUser,
    ListAudit,
    ListUsers,
    ReactivateUser,
    RemoveUser,
    RemoveUserFromGroup,
    ResendInvitation,
    Right,
    StartImpersonation,
    StopImpersonation,
    UserStatus,
)

RIGHTS = tuple(str(right) for right in Right)
USER_STATUSES = tuple(str(status) for status in UserStatus)
AUDIT_ACTIONS = tuple(str(action) for action in AuditAction)


class UsersClient:
    """A user of another customer raises NotFound.

    `customer_id` is given by staff. If it is left out, the result of `customer` is used: the customer whose page staff
    have opened, or None, which means the caller's own customer.
    """

    def __init__(self, rpc: RpcClient, customer: Callable[[], str | None]) -> None:
        self._rpc, self._customer = rpc, customer

    def _query(self, query: type[Query], *, customer_id: str | None = None, **request: Any) -> PendingCall:
        return self._rpc.query(query, customer_id=customer_id or self._customer(), **request)

    def _command(
        self, command: type[Command], *, key: str, customer_id: str | None = None, **request: Any
    ) -> dict[str, Any]:
        return self._rpc.command(command, key=key, customer_id=customer_id or self._customer(), **request)

    def list_users(
        self,
        *,
        text: str = "",
        right: str | None = None,
        status: str | None = None,
        group_id: str | None = None,
        customer_id: str | None = None,
        after: str = "",
        before: str = "",
        limit: int = PAGE,
    ) -> PendingCall:
        filters = {"text": text, "right": right, "status": status, "group_id": group_id}
        filters["customer_id"] = customer_id
        return self._query(ListUsers, **filters, after=after, before=before, limit=limit)

    def get_user(self, person_id: str, *, customer_id: str | None = None) -> PendingCall:
        return self._query(GetUser, person_id=person_id, customer_id=customer_id)

    def invite_user(self, key: str, **user: Any) -> dict[str, Any]:
        return self._command(InviteUser, key=key, **user)

    def resend_invitation(self, key: str, person_id: str, *, customer_id: str | None = None) -> dict[str, Any]:
        return self._command(ResendInvitation, key=key, person_id=person_id, customer_id=customer_id)

    def change_rights(self, key: str, *, users: list[dict[str, Any]], customer_id: str | None = None) -> dict[str, Any]:
        """Change the rights of several users. Raises LastAdministrator."""
        return self._command(ChangeRights, key=key, users=users, customer_id=customer_id)

    def change_rights_of(
        self, key: str, person_id: str, *, rights: list[str], customer_id: str | None = None
    ) -> dict[str, Any]:
        return self.change_rights(key, users=[{"person_id": person_id, "rights": rights}], customer_id=customer_id)

    def change_scope(self, key: str, person_id: str, **scope: Any) -> dict[str, Any]:
        return self._command(ChangeScope, key=key, person_id=person_id, **scope)

    def add_users_to_group(
        self, key: str, group_id: str, *, person_ids: list[str], narrow: bool, customer_id: str | None = None
    ) -> dict[str, Any]:
        """Raises SeesAllMachines unless `narrow`."""
        request: dict[str, Any] = {"group_id": group_id, "person_ids": person_ids, "narrow": narrow}
        return self._command(AddUsersToGroup, key=key, customer_id=customer_id, **request)

    def remove_user_from_group(
        self, key: str, group_id: str, person_id: str, *, customer_id: str | None = None
    ) -> dict[str, Any]:
        request = {"group_id": group_id, "person_id": person_id, "customer_id": customer_id}
        return self._command(RemoveUserFromGroup, key=key, **request)

    def deactivate_user(self, key: str, person_id: str, *, customer_id: str | None = None) -> dict[str, Any]:
        """Raises LastAdministrator."""
        return self._command(DeactivateUser, key=key, person_id=person_id, customer_id=customer_id)

    def reactivate_user(self, key: str, person_id: str, *, customer_id: str | None = None) -> dict[str, Any]:
        return self._command(ReactivateUser, key=key, person_id=person_id, customer_id=customer_id)

    def remove_user(self, key: str, person_id: str, *, customer_id: str | None = None) -> dict[str, Any]:
        """Raises LastAdministrator."""
        return self._command(RemoveUser, key=key, person_id=person_id, customer_id=customer_id)

    def list_audit(
        self,
        *,
        action: str | None = None,
        person_id: str | None = None,
        customer_id: str | None = None,
        after: str = "",
        before: str = "",
        limit: int = PAGE,
    ) -> PendingCall:
        filters = {"action": action, "person_id": person_id, "customer_id": customer_id}
        return self._query(ListAudit, **filters, after=after, before=before, limit=limit)

    def start_impersonation(self, token: str, person_id: str) -> dict[str, Any]:
        """From now on, the session of this token views the portal as the given person."""
        return self._rpc.command(StartImpersonation, token=token, person_id=person_id)

    def stop_impersonation(self, token: str) -> None:
        """Called as a visitor, since an impersonating caller may execute no command."""
        self._rpc.bus.call(StopImpersonation, self._rpc.visitor, token=token)
