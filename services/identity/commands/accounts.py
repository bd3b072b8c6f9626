"""Commands on the caller's own account: profile, password, e-mail address."""

from typing import Any

from services.chassis.contract import Caller, Invalid
from services.chassis.contract.contact_details import is_telephone_number
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.rate_limits import reset_after_success
from services.identity import queries
from services.identity.commands.audit import note_everywhere
from services.identity.commands.invitations import join, replace_password_links, send_invitation
from services.identity.commands.links import end_links, send_another_link, send_link, send_notice, use_link
from services.identity.commands.sessions import end_sessions
from services.identity.contracts import PASSWORD_LINKS, AuditAction, LinkExpired, MailPurpose, WrongPassword
from services.identity.contracts.languages import Language
from services.identity.model import Link, Person

VOID_WITH_THE_PASSWORD = (*PASSWORD_LINKS, MailPurpose.CONFIRM_EMAIL)
"""Links that a person who knew the old password may have requested."""
FIRST_PASSWORD_LINKS = (MailPurpose.SET_PASSWORD, MailPurpose.INVITE_STAFF)
"""Links of invitations, by which a person without a password sets the first one."""


def change_profile(uow: UnitOfWork, caller: Caller, telephone: str | None, **changes: Any) -> dict[str, Any]:
    """Raises Invalid for a new telephone number that is none."""
    person = queries.persons.own(uow, caller)
    if telephone and telephone != person.telephone and not is_telephone_number(telephone):
        raise Invalid(fields=[{"path": ["telephone"], "code": "not_a_telephone_number", "params": {}}])
    person.describe(telephone=telephone, **changes)
    return queries.persons.account_detail(uow, person)


def change_password(
    uow: UnitOfWork,
    caller: Caller,
    token: str,
    password_is_correct: bool,
    verified_hash: str,
    password_hash: str,
    counted_subjects: dict[str, bool],
    **_: Any,
) -> None:
    """Ends all other sessions, and the links requested with the old password. Raises WrongPassword."""
    person = locked_if_unchanged(uow, caller, verified_hash if password_is_correct else None)
    reset_after_success(uow, counted_subjects)
    person.change_password(password_hash, uow.now)
    note_everywhere(uow, caller, AuditAction.PASSWORD_CHANGED, person)
    end_links(uow, person.id, *VOID_WITH_THE_PASSWORD)
    end_sessions(uow, person.id, except_token=token)


def locked_if_unchanged(uow: UnitOfWork, caller: Caller, verified_hash: str | None) -> Person:
    """The caller, locked. `verified_hash` is the hash of a correct password. Raises WrongPassword, also when the
    password was changed since it was verified."""
    person = queries.persons.own(uow, caller)
    uow.session.refresh(person, with_for_update={"key_share": True})
    if verified_hash is None or person.password_hash != verified_hash:
        raise WrongPassword
    return person


def request_password_reset(uow: UnitOfWork, caller: Caller, email: str, language: Language, **_: Any) -> None:
    """Send a reset link, a pending invitation again, or a notice that there is no account. Each is one row, one event
    and one mail, so that nothing reveals to the caller whether the account exists."""
    person = queries.persons.person_of(uow, email)
    if person is not None and person.may_log_in:
        send_link(uow, MailPurpose.RESET_PASSWORD, person)
    elif person is not None and (inviting := queries.sessions.inviting(uow, person)):
        send_invitation(uow, person, inviting)
    else:
        send_notice(uow, MailPurpose.NO_ACCOUNT, email, language)


def set_password(uow: UnitOfWork, caller: Caller, token: str, password_hash: str, **_: Any) -> Person:
    """Set the password through a link; the link of an invitation also accepts it, and its first password is not
    mailed as a change. Raises LinkExpired."""
    link = use_link(uow, token, *PASSWORD_LINKS)
    person = _person_of(uow, link)
    if link.purpose in FIRST_PASSWORD_LINKS and not person.password_hash:
        person.set_password(password_hash)
    else:
        person.change_password(password_hash, uow.now)
    if link.purpose is MailPurpose.SET_PASSWORD:
        join(uow, caller, link)
    replace_password_links(uow, person)
    end_links(uow, person.id, *VOID_WITH_THE_PASSWORD)
    note_everywhere(uow, caller, AuditAction.PASSWORD_CHANGED, person)
    end_sessions(uow, person.id)
    return person


def request_email_change(
    uow: UnitOfWork,
    caller: Caller,
    email: str,
    password_is_correct: bool,
    verified_hash: str,
    counted_subjects: dict[str, bool],
    **_: Any,
) -> None:
    """Raises WrongPassword. If the address belongs to an account, only its reader learns that, from the mail."""
    person = locked_if_unchanged(uow, caller, verified_hash if password_is_correct else None)
    reset_after_success(uow, counted_subjects)
    end_links(uow, person.id, *queries.persons.ADDRESS_LINKS)
    purpose = MailPurpose.ADDRESS_IN_USE if queries.persons.person_of(uow, email) else MailPurpose.CONFIRM_EMAIL
    send_link(uow, purpose, person, email=email)


def confirm_email(uow: UnitOfWork, caller: Caller, token: str) -> Person:
    """Change the address. The old one can undo this for 7 days, also after further changes. Links for passwords and
    invitations sent to the old address expire. Raises LinkExpired, also when the address has been taken since."""
    link = use_link(uow, token, MailPurpose.CONFIRM_EMAIL)
    person = _person_of(uow, link)
    if queries.persons.person_of(uow, link.email) is not None:
        raise LinkExpired
    send_another_link(uow, MailPurpose.UNDO_EMAIL, person, new_email=link.email)
    end_links(uow, person.id, *PASSWORD_LINKS, MailPurpose.JOIN)
    _change_email(uow, caller, person, link.email, AuditAction.EMAIL_CHANGED)
    return person


def undo_email(uow: UnitOfWork, caller: Caller, token: str) -> Person:
    """Restore the old address. Because the person who changed it knew the password, the password is removed, all
    sessions and links end, and the old address gets a link to set a new password. Raises LinkExpired."""
    link = use_link(uow, token, MailPurpose.UNDO_EMAIL)
    person = _person_of(uow, link)
    if queries.persons.person_of(uow, link.email) not in (None, person):
        raise LinkExpired
    _change_email(uow, caller, person, link.email, AuditAction.EMAIL_CHANGE_UNDONE)
    person.set_password("")
    end_links(uow, person.id, *MailPurpose)
    end_sessions(uow, person.id)
    send_link(uow, MailPurpose.PASSWORD_REMOVED, person)
    return person


def _change_email(uow: UnitOfWork, caller: Caller, person: Person, email: str, action: AuditAction) -> None:
    """Change the address and note the old and the new one."""
    note_everywhere(uow, caller, action, person, old_email=person.email, new_email=email)
    person.move_to(email)


def _person_of(uow: UnitOfWork, link: Link) -> Person:
    person = uow.get(Person, link.person_id)
    if person is None or not person.is_expected:
        raise LinkExpired
    return person
