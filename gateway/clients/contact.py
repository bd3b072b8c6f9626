"""Contact messages of the service desk."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.servicedesk.contracts import (
    ContactStatus,
    ContactSubject,
    CountContactMessages,
    GetContactMessage,
    HandleContactMessage,
    ListContactMessages,
    SendContactMessage,
)

SUBJECTS = tuple(str(subject) for subject in ContactSubject)
CONTACT_STATUSES = tuple(str(status) for status in ContactStatus)


class ContactClient:
    """Users see their own messages only; others are NotFound."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def send_message(self, key: str, **message: Any) -> dict[str, Any]:
        return self._rpc.command(SendContactMessage, key=key, **message)

    def list_messages(
        self,
        *,
        statuses: Sequence[str] = (),
        subjects: Sequence[str] = (),
        after: str = "",
        before: str = "",
        limit: int = PAGE,
    ) -> PendingCall:
        filters = {"statuses": list(statuses), "subjects": list(subjects)}
        return self._rpc.query(ListContactMessages, **filters, after=after, before=before, limit=limit)

    def count_messages(self) -> PendingCall:
        return self._rpc.query(CountContactMessages)

    def find_message(self, reference_number: str) -> PendingCall:
        """Raises NotFound."""
        return self._rpc.query(GetContactMessage, reference_number=reference_number)

    def handle_message(self, key: str, reference_number: str, **note: Any) -> dict[str, Any]:
        """Raises NotFound, AlreadyHandled."""
        return self._rpc.command(HandleContactMessage, key=key, reference_number=reference_number, **note)
