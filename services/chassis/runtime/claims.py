"""Which broker user may claim which caller. RabbitMQ verifies the broker user (`user_id`)."""

from dataclasses import dataclass

from services.chassis.contract import Caller, Kind, NotAllowed
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS

__all__ = ["GATEWAY", "OPS", "Claims"]
PEOPLE = frozenset({Kind.VISITOR, Kind.GUEST, Kind.USER, Kind.STAFF, Kind.COLLECTOR})


@dataclass(frozen=True, slots=True)
class Claims:
    """The gateway may claim any person, `ops` staff, and a service itself; every other claim is refused. Only `ops` may
    claim the right `operate`.

    `shared_user` may claim any caller: for development with a single broker user.
    """

    services: frozenset[str]
    shared_user: str = ""

    def check(self, sender: str | None, caller: Caller) -> None:
        """Raise NotAllowed if `sender` may not claim `caller`. `sender` None: not verified by the broker."""
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
        return sender in self.services and caller.kind is Kind.SERVICE and caller.person_id == sender
