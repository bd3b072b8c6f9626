"""The personal data in notify's table (docs/decisions/0017-personal-data.md). Names and addresses are not stored."""

from services.chassis.persistence.personal_data import Declaration, PersonalRows
from services.notify.model import Mail
from services.notify.queries.mails import concerns

PERSONAL_DATA: tuple[Declaration, ...] = (
    PersonalRows(Mail, concerns, (Mail.event_data,), with_files=True),
    PersonalRows(
        Mail,
        lambda ids: Mail.recipient_id.in_(ids),
        exported=(Mail.template, Mail.reference_number, Mail.status, Mail.queued_at, Mail.sent_at),
    ),
)
