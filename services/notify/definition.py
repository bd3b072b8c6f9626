"""Service definition of notify."""

from services.chassis.runtime.definition import ServiceDefinition
from services.notify.personal_data import PERSONAL_DATA
from services.notify.prepare.erasing import erase_mails
from services.notify.retention_rules import RETENTION_RULES
from services.notify.service import NotifyService
from services.notify.subscriptions import NotifySubscriptions

NOTIFY = ServiceDefinition(
    NotifyService,
    NotifySubscriptions,
    retention_rules=RETENTION_RULES,
    low_priority=True,
    personal_data=PERSONAL_DATA,
    erase_files=erase_mails,
)
