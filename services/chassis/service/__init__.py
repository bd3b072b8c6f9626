"""What a service stands on: entrypoints, transactions, outbox and inbox, scope, migrations."""

from services.chassis.service.operations import operation
from services.chassis.service.received import NotYet, ReceivedEvent
from services.chassis.service.subscribers import subscriber
from services.chassis.service.work import Work

__all__ = ["NotYet", "ReceivedEvent", "Work", "operation", "subscriber"]
