"""What the rule of a mail says; the rules themselves are in `mails.py`."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.contract import Event
from services.chassis.settings import Settings
from services.notify.mail_details import Details, LabelledValues
from services.notify.model import Priority
from services.notify.texts import Texts

Data = dict[str, Any]
"""The data of an event."""
LabelledValuesOf = Callable[[Details, Texts], LabelledValues]


def always(_data: Data, _settings: Settings) -> bool:
    return True


class Topic(enum.Enum):
    """What a mail is about."""

    ORDER = enum.auto()
    SERVICE_REQUEST = enum.auto()
    CONTACT_MESSAGE = enum.auto()
    ACCOUNT = enum.auto()


@dataclass(frozen=True, slots=True)
class MailRule:
    """One mail about an event.

    `template` names its texts: `mail.{template}.subject` and `mail.{template}.text`. `recipient_id` returns from
    the event's data the id of the person; without an account, that of the link, contact message, customer or guest's
    record.
    `source_id` returns the id of the person who caused the mail, by default the recipient; `priority` and source
    determine the order of sending (`queries.mails.next_due_mail`).
    `page` is the path that its button opens, without which there is no button; `button` names the button's text.
    The mail is only sent if `condition(data, settings)` holds.
    """

    template: str
    topic: Topic
    event: type[Event]
    recipient_id: Callable[[Data], UUID]
    details: LabelledValuesOf
    page: str
    button: str
    condition: Callable[[Data, Settings], bool] = always
    priority: Priority = Priority.OTHER
    source_id: Callable[[Data], UUID] | None = None

    @property
    def readable_by_all_staff(self) -> bool:
        """Whether staff may read the mail without `manage_customers`: as orders and service requests themselves."""
        return self.topic in (Topic.ORDER, Topic.SERVICE_REQUEST)

    def source_of(self, data: Data) -> UUID:
        return (self.source_id or self.recipient_id)(data)
