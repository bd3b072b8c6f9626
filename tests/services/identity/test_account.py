"""The own account: profile, password and e-mail address; links with one purpose, one use and an expiry."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from contracts.accounts import an_administrator, change_of_email, invite, link_to, reset_link, token_to
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in, number
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis import faultpoints
from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotLoggedIn, TooManyAttempts
from services.chassis.faultpoints import FaultPoint
from services.chassis.persistence.tables import outbox
from services.identity import contracts as identity
from services.identity.contracts import (
    LinkExpired,
    MailPurpose,
    WeakPassword,
    WrongCredentials,
    WrongPassword,
)
from services.identity.model import Link, Person

VISITOR = Caller.visitor()
NEW_PASSWORD = "another horse battery"


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def email(installation: Installation, customer: Customer) -> str:
    return an_account(installation, customer)


@pytest.fixture
def person(installation: Installation, email: str) -> Caller:
    return logged_in(installation, email)


def log_in(installation: Installation, email: str, password: str = PASSWORD) -> str:
    return str(installation.call(identity.LogIn, VISITOR, email=email, password=password)["token"])


def has_ended(installation: Installation, token: str) -> bool:
    try:
        installation.call(identity.GetSession, VISITOR, token=token)
    except NotLoggedIn:
        return True
    return False


def test_a_profile_contains_the_changed_values(installation: Installation, person: Caller) -> None:
    changes = {"name": "Sanne van Dam", "telephone": "020 555 09 09", "function": "Facilitair", "language": "en"}
    installation.call(identity.ChangeProfile, person, **changes)
    assert changes.items() <= installation.call(identity.GetAccount, person).items()


@pytest.mark.parametrize(
    "changes", [{}, {"telephone": ""}, {"name": "Sanne Bos"}, {"function": "Directeur"}, {"language": "nl"}]
)
def test_omitted_profile_fields_are_unchanged(
    installation: Installation, person: Caller, changes: dict[str, str]
) -> None:
    profile = {"name": "Sanne van Dam", "telephone": "020 555 09 09", "function": "Facilitair", "language": "en"}
    installation.call(identity.ChangeProfile, person, **profile)
    response = installation.call(identity.ChangeProfile, person, **changes)
    assert (profile | changes).items() <= response.items()


def test_present_telephone_number_is_accepted_as_it_is(installation: Installation, customer: Customer) -> None:
    person = logged_in(installation, an_account(installation, customer, telephone="4711"))
    installation.call(identity.ChangeProfile, person, name="Sanne Bos", telephone="4711")
    assert installation.call(identity.GetAccount, person)["name"] == "Sanne Bos"


def test_new_text_that_is_no_telephone_number_is_refused(installation: Installation, person: Caller) -> None:
    with pytest.raises(Invalid) as refused:
        installation.call(identity.ChangeProfile, person, telephone="4711")
    assert refused.value.params["fields"] == [{"path": ["telephone"], "code": "not_a_telephone_number", "params": {}}]


def test_a_profile_does_not_accept_rights(installation: Installation, person: Caller) -> None:
    with pytest.raises(Invalid):
        installation.call(identity.ChangeProfile, person, name="Sanne", language="nl", rights=["manage_users"])


def test_an_impersonator_cannot_read_the_account(installation: Installation, person: Caller) -> None:
    impersonator = Caller(
        kind=person.kind, person_id=person.person_id, customer_id=person.customer_id, impersonated_by="Anouk"
    )
    with pytest.raises(NotAllowed):
        installation.call(identity.GetAccount, impersonator)


def test_a_changed_password_replaces_the_old_one(installation: Installation, email: str, person: Caller) -> None:
    change_password(installation, person, log_in(installation, email))
    assert log_in(installation, email, NEW_PASSWORD)
    with pytest.raises(ContractError):
        log_in(installation, email)


def change_password(
    installation: Installation, person: Caller, token: str, current: str = PASSWORD, password: str = NEW_PASSWORD
) -> None:
    installation.call(identity.ChangePassword, person, token=token, current_password=current, password=password)


def test_changing_the_password_ends_the_other_sessions(installation: Installation, email: str, person: Caller) -> None:
    own, other = log_in(installation, email), log_in(installation, email)
    change_password(installation, person, own)
    assert (has_ended(installation, own), has_ended(installation, other)) == (False, True)


def test_changing_the_password_requires_the_current_one(installation: Installation, email: str, person: Caller) -> None:
    with pytest.raises(WrongPassword):
        change_password(installation, person, log_in(installation, email), current="wrong horse battery")


def test_attempts_at_the_current_password_are_limited(installation: Installation, email: str, person: Caller) -> None:
    token = log_in(installation, email)
    codes = []
    for _ in range(7):
        with pytest.raises(ContractError) as refusal:
            change_password(installation, person, token, current="wrong horse battery")
        codes.append(refusal.value.code)
    assert codes[-1] == TooManyAttempts.code


@pytest.mark.parametrize("weak", ["kort", "welkom2026", "Sanne de Wit", "Van Dijk Logistiek B.V."])
def test_an_easily_guessed_password_is_refused(
    installation: Installation, email: str, person: Caller, weak: str
) -> None:
    with pytest.raises(WeakPassword):
        change_password(installation, person, log_in(installation, email), password=weak)


def test_a_forgotten_password_is_reset_through_a_link(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    assert installation.call(identity.SetPassword, VISITOR, token=token, password=NEW_PASSWORD) == {"email": email}
    assert log_in(installation, email, NEW_PASSWORD)


def test_resetting_the_password_ends_all_sessions(installation: Installation, email: str) -> None:
    session = log_in(installation, email)
    installation.call(identity.SetPassword, VISITOR, token=reset_link(installation, email), password=NEW_PASSWORD)
    assert has_ended(installation, session)


def test_a_link_can_be_used_once(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    installation.call(identity.SetPassword, VISITOR, token=token, password=NEW_PASSWORD)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password="yet another horse")


def test_the_name_of_the_inviting_customer_is_refused_as_password(
    installation: Installation, customer: Customer
) -> None:
    invited = invite(installation, an_administrator(installation, customer))
    token = token_to(installation, invited["email"], MailPurpose.SET_PASSWORD)
    with pytest.raises(WeakPassword):
        installation.call(identity.SetPassword, VISITOR, token=token, password="L0g1st13k-2026")


def test_a_weak_password_does_not_use_up_the_link(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    with pytest.raises(WeakPassword):
        installation.call(identity.SetPassword, VISITOR, token=token, password="welkom01")
    assert installation.call(identity.SetPassword, VISITOR, token=token, password=NEW_PASSWORD)


def test_a_password_link_expires_after_an_hour(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    installation.shift(minutes=61)
    with pytest.raises(LinkExpired):
        installation.call(identity.GetLink, VISITOR, token=token, purposes=["reset_password"])


def test_a_newer_link_invalidates_the_older_one(installation: Installation, email: str) -> None:
    older, newer = reset_link(installation, email), reset_link(installation, email)
    with pytest.raises(LinkExpired):
        installation.call(identity.GetLink, VISITOR, token=older, purposes=["reset_password"])
    assert installation.call(identity.GetLink, VISITOR, token=newer, purposes=["reset_password"])["email"] == email


def test_a_link_is_valid_for_one_purpose_only(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    for operation in (identity.ConfirmEmail, identity.UndoEmail):
        with pytest.raises(LinkExpired):
            installation.call(operation, VISITOR, token=token)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 32 + ".secret", "0198.s", "é" * 40])
def test_an_invented_token_is_refused(installation: Installation, token: str) -> None:
    with pytest.raises(LinkExpired):
        installation.call(identity.GetLink, VISITOR, token=token, purposes=["reset_password"])


def test_the_link_of_a_repeated_mail_is_valid_as_well(installation: Installation, email: str) -> None:
    first = reset_link(installation, email)
    second = token_to(installation, email, MailPurpose.RESET_PASSWORD)
    for token in (first, second):
        assert installation.call(identity.GetLink, VISITOR, token=token, purposes=["reset_password"])["email"] == email


def test_the_secret_of_a_link_is_not_stored(installation: Installation, email: str) -> None:
    secret = reset_link(installation, email).split(".")[1]
    rows = [str(row) for row in installation.rows("identity", select(Link.secret_hashes, Link.about))]
    rows += [str(row.body) for row in installation.rows("identity", select(outbox.c.body))]
    assert not [row for row in rows if secret in row]


def test_an_unknown_address_gets_the_same_response_and_a_mail(installation: Installation, email: str) -> None:
    unknown = f"{number('nobody')}@vandijk.example"
    responses = [
        installation.call(identity.RequestPasswordReset, VISITOR, email=address) for address in (email, unknown)
    ]
    assert responses[0] == responses[1]
    assert link_to(installation, unknown, MailPurpose.NO_ACCOUNT)


def test_reset_requests_for_one_address_are_limited(installation: Installation) -> None:
    unknown = f"{number('nobody')}@vandijk.example"
    errors = []
    for _ in range(6):
        try:
            installation.call(identity.RequestPasswordReset, VISITOR, email=unknown, client_address=number("place "))
        except TooManyAttempts:
            errors.append(TooManyAttempts.code)
    assert errors


def test_a_new_address_is_used_after_its_confirmation(installation: Installation, email: str, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    token = change_of_email(installation, person, new)
    assert installation.call(identity.GetAccount, person)["email"] == email
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    assert log_in(installation, new)


def test_an_unconfirmed_address_is_shown_in_the_account(installation: Installation, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    change_of_email(installation, person, new)
    assert installation.call(identity.GetAccount, person)["new_email"] == new


def test_the_old_address_can_undo_the_change(installation: Installation, email: str, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    installation.call(identity.ConfirmEmail, VISITOR, token=change_of_email(installation, person, new))
    session = log_in(installation, new)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, MailPurpose.UNDO_EMAIL))
    assert has_ended(installation, session)
    token = token_to(installation, email, MailPurpose.PASSWORD_REMOVED)
    installation.call(identity.SetPassword, VISITOR, token=token, password=NEW_PASSWORD)
    assert log_in(installation, email, NEW_PASSWORD)


def test_the_old_password_is_invalid_after_the_undo(installation: Installation, email: str, person: Caller) -> None:
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, MailPurpose.UNDO_EMAIL))
    with pytest.raises(WrongCredentials):
        log_in(installation, email)


def test_audit_log_tells_a_change_of_address_from_its_undoing(
    installation: Installation, customer: Customer, email: str, person: Caller
) -> None:
    new = f"{number('new')}@vandijk.example"
    installation.call(identity.ConfirmEmail, VISITOR, token=change_of_email(installation, person, new))
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, MailPurpose.UNDO_EMAIL))
    log = installation.call(identity.ListAudit, an_administrator(installation, customer), person_id=person.user_id)
    assert [(row["action"], row["details"]) for row in log["rows"] if "email" in row["action"]] == [
        ("email_change_undone", {"old_email": new, "new_email": email}),
        ("email_changed", {"old_email": email, "new_email": new}),
    ]


def test_the_first_address_can_undo_several_changes(installation: Installation, email: str, person: Caller) -> None:
    for prefix in ("new", "newer"):
        token = change_of_email(installation, person, f"{number(prefix)}@vandijk.example")
        installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, MailPurpose.UNDO_EMAIL))
    assert installation.call(identity.GetAccount, person)["email"] == email


@pytest.mark.parametrize("way", ["changed", "forgotten"])
def test_an_address_change_is_void_after_a_password_change(
    installation: Installation, email: str, person: Caller, way: str
) -> None:
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    if way == "changed":
        change_password(installation, person, log_in(installation, email))
    else:
        installation.call(identity.SetPassword, VISITOR, token=reset_link(installation, email), password=NEW_PASSWORD)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmEmail, VISITOR, token=token)


def test_a_password_link_to_the_old_address_is_void(installation: Installation, email: str, person: Caller) -> None:
    link = reset_link(installation, email)
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=link, password=NEW_PASSWORD)


def test_address_change_requests_are_limited(installation: Installation, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    with pytest.raises(TooManyAttempts):
        request_often(installation, person, new)


def test_undoing_the_change_mails_that_the_password_was_removed(
    installation: Installation, email: str, person: Caller
) -> None:
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, MailPurpose.UNDO_EMAIL))
    assert token_to(installation, email, MailPurpose.PASSWORD_REMOVED)


def test_an_address_in_use_is_reported_only_to_its_owner(
    installation: Installation, customer: Customer, person: Caller
) -> None:
    used = an_account(installation, customer)
    installation.call(identity.RequestEmailChange, person, email=used, password=PASSWORD)
    assert link_to(installation, used, MailPurpose.ADDRESS_IN_USE)
    assert installation.rows("identity", select(Person.id).where(Person.email == used))[0].id != person.user_id
    assert installation.call(identity.GetAccount, person)["new_email"] == used


def test_an_address_used_meanwhile_cannot_be_confirmed(
    installation: Installation, customer: Customer, person: Caller
) -> None:
    new = f"{number('new')}@vandijk.example"
    token = change_of_email(installation, person, new)
    an_account(installation, customer, email=new)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmEmail, VISITOR, token=token)


def test_changing_the_address_requires_the_password(installation: Installation, person: Caller) -> None:
    with pytest.raises(WrongPassword):
        installation.call(
            identity.RequestEmailChange, person, email="x@vandijk.example", password="wrong horse battery"
        )


def test_links_of_a_deactivated_user_are_void(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    token = reset_link(installation, email)
    with installation.runtime("identity").database.write("a test") as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.memberships[0].status = "deactivated"
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password=NEW_PASSWORD)


def test_a_changed_password_is_confirmed_by_mail(installation: Installation, email: str) -> None:
    installation.call(identity.SetPassword, VISITOR, token=reset_link(installation, email), password=NEW_PASSWORD)
    assert mail_to(installation, email, "Uw wachtwoord is gewijzigd")


def test_links_in_mails_use_the_configured_host(installation: Installation, email: str) -> None:
    installation.call(identity.RequestPasswordReset, VISITOR, email=email, client_address=number("place "))
    assert f"{installation.environment.settings.portal_url}/password/" in mail_to(
        installation, email, "Nieuw wachtwoord instellen"
    )


def mail_to(installation: Installation, email: str, subject: str) -> str:
    """The text of the mail with this subject, once it arrived."""
    assert installation.mail_server is not None
    mail_server = installation.mail_server
    (mail,) = eventually(lambda: [mail for mail in mail_server.mails(email) if mail["Subject"] == subject])
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def request_often(installation: Installation, person: Caller, new: str) -> None:
    for _ in range(6):
        installation.call(identity.RequestEmailChange, person, email=new, password=PASSWORD)


@pytest.mark.every_environment
def test_of_two_changes_of_one_password_the_second_is_wrong(
    installation: Installation, email: str, person: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have verified the old password before either changes it."""
    both = threading.Barrier(2)

    def meet(point: FaultPoint, operation: str) -> None:
        if (point, operation) == (FaultPoint.COMMAND_PREPARED, "change_password"):
            both.wait(20)

    def outcome(password: str) -> str | None:
        request = {"token": "", "current_password": PASSWORD, "password": password}
        try:
            installation.call(identity.ChangePassword, person, **request)
        except WrongPassword:
            return None
        return password

    monkeypatch.setattr(faultpoints, "on_hit", meet)
    with ThreadPoolExecutor(2) as pool:
        changed = [one for one in pool.map(outcome, (NEW_PASSWORD, f"{NEW_PASSWORD} or two")) if one]
    assert len(changed) == 1
    assert logged_in(installation, email, changed[0])
