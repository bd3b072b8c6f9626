"""Events that notify subscribes to: those of its mails."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.chassis.runtime.runtime import SettingsProvider
from services.chassis.runtime.subscribers import erasure_subscriber
from services.identity.contracts import UserErased
from services.notify import commands
from services.notify.mails import EVENTS


class NotifySubscriptions:
    name = "notify.subscriptions"
    settings = SettingsProvider()
    erase_persons = erasure_subscriber(UserErased)

    @subscriber(*EVENTS)
    def queue_mails(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        commands.mails.queue_mails(uow, event, self.settings)
