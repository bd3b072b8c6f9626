"""Mails and the demo's mailbox (notify)."""

from collections.abc import Sequence

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.notify.contracts import ListMailbox, ListMails, MailStatus, ReadMailbox

STATUSES = tuple(str(status) for status in MailStatus)


class NotifyClient:
    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def list_mails(
        self, *, statuses: Sequence[str] = (), after: str = "", before: str = "", limit: int = PAGE
    ) -> PendingCall:
        return self._rpc.query(ListMails, statuses=list(statuses), after=after, before=before, limit=limit)

    def list_mailbox(self) -> PendingCall:
        """Raises NotFound outside the demo."""
        return self._rpc.query(ListMailbox)

    def read_mailbox(self, mail_id: str) -> PendingCall:
        """Raises NotFound."""
        return self._rpc.query(ReadMailbox, mail_id=mail_id)
