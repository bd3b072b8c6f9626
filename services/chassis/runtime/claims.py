"""Who may claim to be whom: the bus vouches for the broker user, and this table says for whom that user may speak."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.chassis.contract import Caller, Kind, NotAllowed
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS

__all__ = ["GATEWAY", "OPS", "Claims"]
PEOPLE = frozenset({Kind.VISITOR, Kind.GUEST, Kind.USER, Kind.STAFF, Kind.COLLECTOR})


@dataclass(frozen=True, slots=True)
class Claims:
    """The gateway speaks for any person, `ops` for staff, a service for itself; all else is refused. To operate the
    services is for `ops` alone.

    `shared_user` may claim anything: for development with one broker user.
    """

    services: frozenset[str]
    shared_user: str = ""
    integrations: Mapping[str, Caller] = field(default_factory=dict)

    def check(self, sender: str | None, caller: Caller) -> None:
        """Raises NotAllowed when `sender` may not speak for `caller`."""
        if not self._may(sender, caller):
            raise NotAllowed(sender=sender or "", kind=str(caller.kind))

    def _may(self, sender: str | None, caller: Caller) -> bool:
        if self.shared_user and sender in (None, self.shared_user):
            return True
        if caller.kind is Kind.VISITOR and sender:
            return True
        if sender == GATEWAY:
            return caller.kind in PEOPLE and not caller.has_right(OPERATE)
        if sender == OPS:
            return caller.kind is Kind.STAFF
        if sender in self.services:
            return caller.kind is Kind.SERVICE and caller.person_id == sender
        return sender is not None and self.integrations.get(sender) == caller
