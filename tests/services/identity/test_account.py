"""One's own account: profile, password, e-mail address; links that open one thing, once, for a while."""

import pytest
from contracts.accounts import change_of_email, link_to, reset_link, token_to
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in, number
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotLoggedIn
from services.chassis.persistence.tables import outbox
from services.identity import contracts as identity
from services.identity.contracts import (
    LinkExpired,
    LinkPurpose,
    TooManyAttempts,
    WeakPassword,
    WrongCredentials,
    WrongPassword,
)
from services.identity.model import Link, Person

VISITOR = Caller.visitor()
NEW = "another horse battery"


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def email(installation: Installation, customer: Customer) -> str:
    return an_account(installation, customer)


@pytest.fixture
def person(installation: Installation, email: str) -> Caller:
    return logged_in(installation, email)


def begin(installation: Installation, email: str, password: str = PASSWORD) -> str:
    return str(installation.call(identity.LogIn, VISITOR, email=email, password=password)["token"])


def is_over(installation: Installation, token: str) -> bool:
    try:
        installation.call(identity.GetSession, VISITOR, token=token)
    except NotLoggedIn:
        return True
    return False


def test_a_profile_becomes_what_its_owner_says(installation: Installation, person: Caller) -> None:
    said = {"name": "Sanne van Dam", "telephone": "020 555 09 09", "function": "Facilitair", "language": "en"}
    installation.call(identity.ChangeProfile, person, **said)
    assert said.items() <= installation.call(identity.GetAccount, person).items()


@pytest.mark.parametrize(
    "said", [{}, {"telephone": ""}, {"name": "Sanne Bos"}, {"function": "Directeur"}, {"language": "nl"}]
)
def test_what_is_left_out_of_a_profile_stays(installation: Installation, person: Caller, said: dict[str, str]) -> None:
    known = {"name": "Sanne van Dam", "telephone": "020 555 09 09", "function": "Facilitair", "language": "en"}
    installation.call(identity.ChangeProfile, person, **known)
    told = installation.call(identity.ChangeProfile, person, **said)
    assert (known | said).items() <= told.items()


def test_a_profile_has_no_rights_in_it(installation: Installation, person: Caller) -> None:
    with pytest.raises(Invalid):
        installation.call(identity.ChangeProfile, person, name="Sanne", language="nl", rights=["manage_users"])


def test_who_looks_at_the_portal_as_somebody_does_not_see_the_account(
    installation: Installation, person: Caller
) -> None:
    looking = Caller(
        kind=person.kind, person_id=person.person_id, customer_id=person.customer_id, impersonated_by="Anouk"
    )
    with pytest.raises(NotAllowed):
        installation.call(identity.GetAccount, looking)


def test_a_changed_password_is_the_one_to_log_in_with(installation: Installation, email: str, person: Caller) -> None:
    change_password(installation, person, begin(installation, email))
    assert begin(installation, email, NEW)
    with pytest.raises(ContractError):
        begin(installation, email)


def change_password(
    installation: Installation, person: Caller, token: str, current: str = PASSWORD, password: str = NEW
) -> None:
    installation.call(identity.ChangePassword, person, token=token, current_password=current, password=password)


def test_changing_the_password_ends_the_other_sessions(installation: Installation, email: str, person: Caller) -> None:
    mine, other = begin(installation, email), begin(installation, email)
    change_password(installation, person, mine)
    assert (is_over(installation, mine), is_over(installation, other)) == (False, True)


def test_changing_the_password_asks_for_the_present_one(installation: Installation, email: str, person: Caller) -> None:
    with pytest.raises(WrongPassword):
        change_password(installation, person, begin(installation, email), current="wrong horse battery")


def test_the_present_password_cannot_be_guessed_from_an_open_session(
    installation: Installation, email: str, person: Caller
) -> None:
    token = begin(installation, email)
    told = []
    for _ in range(7):
        with pytest.raises(ContractError) as refusal:
            change_password(installation, person, token, current="wrong horse battery")
        told.append(refusal.value.code)
    assert told[-1] == TooManyAttempts.code


@pytest.mark.parametrize("weak", ["kort", "welkom2026", "Sanne de Wit", "Van Dijk Logistiek B.V."])
def test_a_password_that_can_be_guessed_is_refused(
    installation: Installation, email: str, person: Caller, weak: str
) -> None:
    with pytest.raises(WeakPassword):
        change_password(installation, person, begin(installation, email), password=weak)


def test_a_forgotten_password_is_set_anew_through_a_link(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    assert installation.call(identity.SetPassword, VISITOR, token=token, password=NEW) == {"email": email}
    assert begin(installation, email, NEW)


def test_setting_a_password_through_a_link_ends_all_sessions(installation: Installation, email: str) -> None:
    session = begin(installation, email)
    installation.call(identity.SetPassword, VISITOR, token=reset_link(installation, email), password=NEW)
    assert is_over(installation, session)


def test_a_link_opens_once(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    installation.call(identity.SetPassword, VISITOR, token=token, password=NEW)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password="yet another horse")


def test_a_weak_password_does_not_use_up_the_link(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    with pytest.raises(WeakPassword):
        installation.call(identity.SetPassword, VISITOR, token=token, password="welkom01")
    assert installation.call(identity.SetPassword, VISITOR, token=token, password=NEW)


def test_a_link_to_set_a_password_lasts_an_hour(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    installation.shift(minutes=61)
    with pytest.raises(LinkExpired):
        installation.call(identity.GetLink, VISITOR, token=token, purposes=["reset_password"])


def test_a_newer_link_makes_the_older_one_void(installation: Installation, email: str) -> None:
    older, newer = reset_link(installation, email), reset_link(installation, email)
    with pytest.raises(LinkExpired):
        installation.call(identity.GetLink, VISITOR, token=older, purposes=["reset_password"])
    assert installation.call(identity.GetLink, VISITOR, token=newer, purposes=["reset_password"])["email"] == email


def test_a_link_for_one_purpose_opens_no_other(installation: Installation, email: str) -> None:
    token = reset_link(installation, email)
    for operation in (identity.ConfirmEmail, identity.UndoEmail):
        with pytest.raises(LinkExpired):
            installation.call(operation, VISITOR, token=token)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 32 + ".secret", "0198.s", "é" * 40])
def test_a_made_up_link_opens_nothing(installation: Installation, token: str) -> None:
    with pytest.raises(LinkExpired):
        installation.call(identity.GetLink, VISITOR, token=token, purposes=["reset_password"])


def test_a_mail_that_is_sent_again_has_a_link_that_opens_too(installation: Installation, email: str) -> None:
    first = reset_link(installation, email)
    second = token_to(installation, email, LinkPurpose.RESET_PASSWORD)
    for token in (first, second):
        assert installation.call(identity.GetLink, VISITOR, token=token, purposes=["reset_password"])["email"] == email


def test_the_secret_of_a_link_is_stored_nowhere(installation: Installation, email: str) -> None:
    secret = reset_link(installation, email).split(".")[1]
    rows = [str(row) for row in installation.rows("identity", select(Link.secret_hashes, Link.about))]
    rows += [str(row.body) for row in installation.rows("identity", select(outbox.c.body))]
    assert not [row for row in rows if secret in row]


def test_an_unknown_address_is_answered_as_a_known_one_and_gets_a_mail_as_well(
    installation: Installation, email: str
) -> None:
    unknown = f"{number('nobody')}@vandijk.example"
    answers = [installation.call(identity.RequestPasswordReset, VISITOR, email=one) for one in (email, unknown)]
    assert answers[0] == answers[1]
    assert link_to(installation, unknown, LinkPurpose.NO_ACCOUNT)


def test_an_address_is_not_sent_a_link_as_often_as_somebody_likes(installation: Installation) -> None:
    unknown = f"{number('nobody')}@vandijk.example"
    told = []
    for _ in range(6):
        try:
            installation.call(identity.RequestPasswordReset, VISITOR, email=unknown, client_address=number("place "))
        except TooManyAttempts:
            told.append(TooManyAttempts.code)
    assert told


def test_a_new_address_counts_when_it_is_confirmed(installation: Installation, email: str, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    token = change_of_email(installation, person, new)
    assert installation.call(identity.GetAccount, person)["email"] == email
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    assert begin(installation, new)


def test_a_new_address_that_waits_is_shown(installation: Installation, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    change_of_email(installation, person, new)
    assert installation.call(identity.GetAccount, person)["new_email"] == new


def test_the_old_address_can_undo_the_change(installation: Installation, email: str, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    installation.call(identity.ConfirmEmail, VISITOR, token=change_of_email(installation, person, new))
    session = begin(installation, new)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, LinkPurpose.UNDO_EMAIL))
    assert is_over(installation, session)
    token = token_to(installation, email, LinkPurpose.RESET_PASSWORD)
    installation.call(identity.SetPassword, VISITOR, token=token, password=NEW)
    assert begin(installation, email, NEW)


def test_the_password_that_changed_the_address_opens_nothing_after_the_undo(
    installation: Installation, email: str, person: Caller
) -> None:
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, LinkPurpose.UNDO_EMAIL))
    with pytest.raises(WrongCredentials):
        begin(installation, email)


def test_the_first_address_can_undo_however_often_it_is_changed_again(
    installation: Installation, email: str, person: Caller
) -> None:
    for prefix in ("new", "newer"):
        token = change_of_email(installation, person, f"{number(prefix)}@vandijk.example")
        installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, LinkPurpose.UNDO_EMAIL))
    assert installation.call(identity.GetAccount, person)["email"] == email


@pytest.mark.parametrize("way", ["changed", "forgotten"])
def test_an_address_asked_for_with_the_old_password_is_not_taken(
    installation: Installation, email: str, person: Caller, way: str
) -> None:
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    if way == "changed":
        change_password(installation, person, begin(installation, email))
    else:
        installation.call(identity.SetPassword, VISITOR, token=reset_link(installation, email), password=NEW)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmEmail, VISITOR, token=token)


def test_a_link_for_a_password_at_the_old_address_is_void(
    installation: Installation, email: str, person: Caller
) -> None:
    link = reset_link(installation, email)
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=link, password=NEW)


def test_a_new_address_is_not_sent_mails_as_often_as_a_user_likes(installation: Installation, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    with pytest.raises(TooManyAttempts):
        ask_often(installation, person, new)


def test_undoing_the_change_sends_a_link_for_a_new_password(
    installation: Installation, email: str, person: Caller
) -> None:
    token = change_of_email(installation, person, f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, LinkPurpose.UNDO_EMAIL))
    assert token_to(installation, email, LinkPurpose.RESET_PASSWORD)


def test_an_address_of_somebody_else_is_told_to_its_reader_alone(
    installation: Installation, customer: Customer, person: Caller
) -> None:
    taken = an_account(installation, customer)
    installation.call(identity.RequestEmailChange, person, email=taken, password=PASSWORD)
    assert link_to(installation, taken, LinkPurpose.ADDRESS_IN_USE)
    assert installation.rows("identity", select(Person.id).where(Person.email == taken))[0].id != person.user_id
    assert installation.call(identity.GetAccount, person)["new_email"] == taken


def test_an_address_that_somebody_took_meanwhile_is_not_taken_twice(
    installation: Installation, customer: Customer, person: Caller
) -> None:
    new = f"{number('new')}@vandijk.example"
    token = change_of_email(installation, person, new)
    an_account(installation, customer, email=new)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmEmail, VISITOR, token=token)


def test_changing_the_address_asks_for_the_password(installation: Installation, person: Caller) -> None:
    with pytest.raises(WrongPassword):
        installation.call(
            identity.RequestEmailChange, person, email="x@vandijk.example", password="wrong horse battery"
        )


def test_links_of_somebody_who_may_not_come_in_open_nothing(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    token = reset_link(installation, email)
    with installation.runtime("identity").database.write("a test") as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.memberships[0].status = "deactivated"
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password=NEW)


def test_a_changed_password_is_told_to_its_owner_by_mail(installation: Installation, email: str) -> None:
    installation.call(identity.SetPassword, VISITOR, token=reset_link(installation, email), password=NEW)
    assert mail_to(installation, email, "Uw wachtwoord is gewijzigd")


def test_a_link_in_a_mail_stands_on_the_configured_host(installation: Installation, email: str) -> None:
    installation.call(identity.RequestPasswordReset, VISITOR, email=email, client_address=number("place "))
    assert f"{installation.environment.settings.portal_url}/password/" in mail_to(
        installation, email, "Nieuw wachtwoord instellen"
    )


def mail_to(installation: Installation, email: str, subject: str) -> str:
    """The text of a mail with this subject, once it has come."""
    assert installation.post is not None
    post = installation.post
    (mail,) = eventually(lambda: [one for one in post.mails(email) if one["Subject"] == subject])
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def ask_often(installation: Installation, person: Caller, new: str) -> None:
    for _ in range(6):
        installation.call(identity.RequestEmailChange, person, email=new, password=PASSWORD)
