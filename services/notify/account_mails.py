"""The mails about accounts: with a one-time link, or a notice (docs/features.md#accounts)."""

from operator import itemgetter
from uuid import UUID

from services.chassis.settings import Settings
from services.identity.contracts import AccountMailRequested, MailPurpose, PasswordChanged
from services.notify import mail_details
from services.notify.mail_rules import Data, LabelledValuesOf, MailRule, Topic
from services.notify.model import Priority


def _account(purpose: MailPurpose, details: LabelledValuesOf, page: str, button: str) -> MailRule:
    def has_purpose(data: Data, _settings: Settings) -> bool:
        return bool(data["purpose"] == purpose)

    return MailRule(
        f"link_{purpose}",
        Topic.ACCOUNT,
        AccountMailRequested,
        _person_or_link,
        details,
        page,
        button,
        has_purpose,
        Priority.ACCOUNT,
    )


def _person_or_link(data: Data) -> UUID:
    """The link's id where the address belongs to no person yet."""
    id: UUID = data["person_id"] or data["link_id"]
    return id


ACCOUNT_MAILS = (
    _account(MailPurpose.RESET_PASSWORD, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.PASSWORD_REMOVED, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.SET_PASSWORD, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.JOIN, mail_details.of_link, "/invitations/{token}", "mail.link.join"),
    _account(MailPurpose.INVITE_STAFF, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.STAFF_WELCOME, mail_details.of_notice, "/login", "mail.link.portal"),
    _account(MailPurpose.CONFIRM_EMAIL, mail_details.of_link, "/email/confirm/{token}", "mail.link.confirm_email"),
    _account(MailPurpose.UNDO_EMAIL, mail_details.of_link, "/email/undo/{token}", "mail.link.undo_email"),
    _account(
        MailPurpose.CONFIRM_REGISTRATION, mail_details.of_link, "/register/confirm/{token}", "mail.link.confirm_email"
    ),
    _account(
        MailPurpose.CONFIRM_CONFIRMATION_ADDRESS,
        mail_details.of_link,
        "/email/confirmation/{token}",
        "mail.link.confirm_email",
    ),
    _account(MailPurpose.NO_ACCOUNT, mail_details.of_notice, "/login", "mail.link.portal"),
    _account(MailPurpose.ADDRESS_IN_USE, mail_details.of_notice, "/login", "mail.link.portal"),
    _account(
        MailPurpose.REGISTRATION_REQUESTED,
        mail_details.of_pending_request,
        "/registrations/{registration_id}",
        "mail.link.registration",
    ),
    _account(
        MailPurpose.REGISTRATION_REMINDED,
        mail_details.of_pending_request,
        "/registrations/{registration_id}",
        "mail.link.registration",
    ),
    _account(MailPurpose.REGISTRATION_APPROVED, mail_details.of_decided_request, "/login", "mail.link.portal"),
    _account(MailPurpose.REGISTRATION_REFUSED, mail_details.of_decided_request, "/login", "mail.link.portal"),
    _account(MailPurpose.REGISTRATION_EXPIRED, mail_details.of_decided_request, "/register", "mail.link.register"),
    _account(
        MailPurpose.ACCESS_REQUESTED,
        mail_details.of_pending_request,
        "/registrations/access/{request_id}",
        "mail.link.registration",
    ),
    _account(
        MailPurpose.ACCESS_GRANTED, mail_details.of_decided_request, "/machines/{machine_id}", "mail.link.machine"
    ),
    _account(MailPurpose.ACCESS_REFUSED, mail_details.of_decided_request, "/machines", "mail.link.portal"),
    _account(
        MailPurpose.CONFIRMATION_ADDRESS_REPLACED, mail_details.of_customer, "/organisation", "mail.link.organisation"
    ),
    _account(
        MailPurpose.CONFIRMATION_ADDRESS_REMOVED, mail_details.of_customer, "/organisation", "mail.link.organisation"
    ),
    _account(MailPurpose.ACCOUNT_REMOVED, mail_details.of_removal, "/", "mail.link.portal"),
    MailRule(
        PasswordChanged.type,
        Topic.ACCOUNT,
        PasswordChanged,
        itemgetter("person_id"),
        mail_details.of_password_change,
        "/password/forgot",
        "mail.link.forgot",
        priority=Priority.ACCOUNT,
    ),
)
ACCOUNT_REMOVED = f"link_{MailPurpose.ACCOUNT_REMOVED}"
"""Template of the last mail to a person, which leaves nothing behind."""
