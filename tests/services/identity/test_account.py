"""One's own account: profile, password, e-mail address; links that open one thing, once, for a while."""

import pytest
from contracts.accounts import change_of_email, link_to, reset_link, token_to
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in, number
from contracts.running import House
from eventually import eventually
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotLoggedIn
from services.chassis.persistence.tables import outbox
from services.identity import contracts as identity
from services.identity.contracts import (
    LinkDead,
    LinkPurpose,
    TooManyTries,
    WeakPassword,
    WrongCredentials,
    WrongPassword,
)
from services.identity.model import Link, Person

VISITOR = Caller.visitor()
NEW = "another horse battery"


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture
def email(house: House, customer: Customer) -> str:
    return an_account(house, customer)


@pytest.fixture
def person(house: House, email: str) -> Caller:
    return logged_in(house, email)


def begin(house: House, email: str, password: str = PASSWORD) -> str:
    return str(house.call(identity.LogIn, VISITOR, email=email, password=password)["token"])


def is_over(house: House, token: str) -> bool:
    try:
        house.call(identity.FindSession, VISITOR, token=token)
    except NotLoggedIn:
        return True
    return False


def test_a_profile_becomes_what_its_owner_says(house: House, person: Caller) -> None:
    said = {"name": "Sanne van Dam", "telephone": "020 555 09 09", "function": "Facilitair", "language": "en"}
    house.call(identity.ChangeProfile, person, **said)
    assert said.items() <= house.call(identity.FindAccount, person).items()


@pytest.mark.parametrize(
    "said", [{}, {"telephone": ""}, {"name": "Sanne Bos"}, {"function": "Directeur"}, {"language": "nl"}]
)
def test_what_is_left_out_of_a_profile_stays(house: House, person: Caller, said: dict[str, str]) -> None:
    known = {"name": "Sanne van Dam", "telephone": "020 555 09 09", "function": "Facilitair", "language": "en"}
    house.call(identity.ChangeProfile, person, **known)
    told = house.call(identity.ChangeProfile, person, **said)
    assert (known | said).items() <= told.items()


def test_a_profile_has_no_rights_in_it(house: House, person: Caller) -> None:
    with pytest.raises(Invalid):
        house.call(identity.ChangeProfile, person, name="Sanne", language="nl", rights=["manage_users"])


def test_who_looks_at_the_portal_as_somebody_does_not_see_the_account(house: House, person: Caller) -> None:
    looking = Caller(
        kind=person.kind, person_id=person.person_id, customer_id=person.customer_id, impersonated_by="Anouk"
    )
    with pytest.raises(NotAllowed):
        house.call(identity.FindAccount, looking)


def test_a_changed_password_is_the_one_to_log_in_with(house: House, email: str, person: Caller) -> None:
    change_password(house, person, begin(house, email))
    assert begin(house, email, NEW)
    with pytest.raises(ContractError):
        begin(house, email)


def change_password(house: House, person: Caller, token: str, current: str = PASSWORD, password: str = NEW) -> None:
    house.call(identity.ChangePassword, person, token=token, current_password=current, password=password)


def test_changing_the_password_ends_the_other_sessions(house: House, email: str, person: Caller) -> None:
    mine, other = begin(house, email), begin(house, email)
    change_password(house, person, mine)
    assert (is_over(house, mine), is_over(house, other)) == (False, True)


def test_changing_the_password_asks_for_the_present_one(house: House, email: str, person: Caller) -> None:
    with pytest.raises(WrongPassword):
        change_password(house, person, begin(house, email), current="wrong horse battery")


def test_the_present_password_cannot_be_guessed_from_an_open_session(house: House, email: str, person: Caller) -> None:
    token = begin(house, email)
    told = []
    for _ in range(7):
        with pytest.raises(ContractError) as refusal:
            change_password(house, person, token, current="wrong horse battery")
        told.append(refusal.value.code)
    assert told[-1] == TooManyTries.code


@pytest.mark.parametrize("weak", ["kort", "welkom2026", "Sanne de Wit", "Van Dijk Logistiek B.V."])
def test_a_password_that_can_be_guessed_is_refused(house: House, email: str, person: Caller, weak: str) -> None:
    with pytest.raises(WeakPassword):
        change_password(house, person, begin(house, email), password=weak)


def test_a_forgotten_password_is_set_anew_through_a_link(house: House, email: str) -> None:
    token = reset_link(house, email)
    assert house.call(identity.SetPassword, VISITOR, token=token, password=NEW) == {"email": email}
    assert begin(house, email, NEW)


def test_setting_a_password_through_a_link_ends_all_sessions(house: House, email: str) -> None:
    session = begin(house, email)
    house.call(identity.SetPassword, VISITOR, token=reset_link(house, email), password=NEW)
    assert is_over(house, session)


def test_a_link_opens_once(house: House, email: str) -> None:
    token = reset_link(house, email)
    house.call(identity.SetPassword, VISITOR, token=token, password=NEW)
    with pytest.raises(LinkDead):
        house.call(identity.SetPassword, VISITOR, token=token, password="yet another horse")


def test_a_weak_password_does_not_use_up_the_link(house: House, email: str) -> None:
    token = reset_link(house, email)
    with pytest.raises(WeakPassword):
        house.call(identity.SetPassword, VISITOR, token=token, password="welkom01")
    assert house.call(identity.SetPassword, VISITOR, token=token, password=NEW)


def test_a_link_to_set_a_password_lasts_an_hour(house: House, email: str) -> None:
    token = reset_link(house, email)
    house.shift(minutes=61)
    with pytest.raises(LinkDead):
        house.call(identity.FindLink, VISITOR, token=token, purposes=["reset_password"])


def test_a_newer_link_makes_the_older_one_void(house: House, email: str) -> None:
    older, newer = reset_link(house, email), reset_link(house, email)
    with pytest.raises(LinkDead):
        house.call(identity.FindLink, VISITOR, token=older, purposes=["reset_password"])
    assert house.call(identity.FindLink, VISITOR, token=newer, purposes=["reset_password"])["email"] == email


def test_a_link_for_one_purpose_opens_no_other(house: House, email: str) -> None:
    token = reset_link(house, email)
    for operation in (identity.ConfirmEmail, identity.UndoEmail):
        with pytest.raises(LinkDead):
            house.call(operation, VISITOR, token=token)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 32 + ".secret", "0198.s", "é" * 40])
def test_a_made_up_link_opens_nothing(house: House, token: str) -> None:
    with pytest.raises(LinkDead):
        house.call(identity.FindLink, VISITOR, token=token, purposes=["reset_password"])


def test_a_mail_that_is_sent_again_has_a_link_that_opens_too(house: House, email: str) -> None:
    first = reset_link(house, email)
    second = token_to(house, email, LinkPurpose.RESET_PASSWORD)
    for token in (first, second):
        assert house.call(identity.FindLink, VISITOR, token=token, purposes=["reset_password"])["email"] == email


def test_the_secret_of_a_link_is_stored_nowhere(house: House, email: str) -> None:
    secret = reset_link(house, email).split(".")[1]
    rows = [str(row) for row in house.rows("identity", select(Link.secret_hashes, Link.about))]
    rows += [str(row.body) for row in house.rows("identity", select(outbox.c.body))]
    assert not [row for row in rows if secret in row]


def test_an_unknown_address_is_answered_as_a_known_one_and_gets_a_mail_as_well(house: House, email: str) -> None:
    unknown = f"{number('nobody')}@vandijk.example"
    answers = [house.call(identity.AskPasswordReset, VISITOR, email=one) for one in (email, unknown)]
    assert answers[0] == answers[1]
    assert link_to(house, unknown, LinkPurpose.NO_ACCOUNT)


def test_an_address_is_not_sent_a_link_as_often_as_somebody_likes(house: House) -> None:
    unknown = f"{number('nobody')}@vandijk.example"
    told = []
    for _ in range(6):
        try:
            house.call(identity.AskPasswordReset, VISITOR, email=unknown, client_address=number("place "))
        except TooManyTries:
            told.append(TooManyTries.code)
    assert told


def test_a_new_address_counts_when_it_is_confirmed(house: House, email: str, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    token = change_of_email(house, person, new)
    assert house.call(identity.FindAccount, person)["email"] == email
    house.call(identity.ConfirmEmail, VISITOR, token=token)
    assert begin(house, new)


def test_a_new_address_that_waits_is_shown(house: House, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    change_of_email(house, person, new)
    assert house.call(identity.FindAccount, person)["new_email"] == new


def test_the_old_address_can_undo_the_change(house: House, email: str, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    house.call(identity.ConfirmEmail, VISITOR, token=change_of_email(house, person, new))
    session = begin(house, new)
    house.call(identity.UndoEmail, VISITOR, token=token_to(house, email, LinkPurpose.UNDO_EMAIL))
    assert is_over(house, session)
    token = token_to(house, email, LinkPurpose.RESET_PASSWORD)
    house.call(identity.SetPassword, VISITOR, token=token, password=NEW)
    assert begin(house, email, NEW)


def test_the_password_that_changed_the_address_opens_nothing_after_the_undo(
    house: House, email: str, person: Caller
) -> None:
    token = change_of_email(house, person, f"{number('new')}@vandijk.example")
    house.call(identity.ConfirmEmail, VISITOR, token=token)
    house.call(identity.UndoEmail, VISITOR, token=token_to(house, email, LinkPurpose.UNDO_EMAIL))
    with pytest.raises(WrongCredentials):
        begin(house, email)


def test_the_first_address_can_undo_however_often_it_is_changed_again(house: House, email: str, person: Caller) -> None:
    for prefix in ("new", "newer"):
        token = change_of_email(house, person, f"{number(prefix)}@vandijk.example")
        house.call(identity.ConfirmEmail, VISITOR, token=token)
    house.call(identity.UndoEmail, VISITOR, token=token_to(house, email, LinkPurpose.UNDO_EMAIL))
    assert house.call(identity.FindAccount, person)["email"] == email


@pytest.mark.parametrize("way", ["changed", "forgotten"])
def test_an_address_asked_for_with_the_old_password_is_not_taken(
    house: House, email: str, person: Caller, way: str
) -> None:
    token = change_of_email(house, person, f"{number('new')}@vandijk.example")
    if way == "changed":
        change_password(house, person, begin(house, email))
    else:
        house.call(identity.SetPassword, VISITOR, token=reset_link(house, email), password=NEW)
    with pytest.raises(LinkDead):
        house.call(identity.ConfirmEmail, VISITOR, token=token)


def test_a_link_for_a_password_at_the_old_address_is_void(house: House, email: str, person: Caller) -> None:
    link = reset_link(house, email)
    token = change_of_email(house, person, f"{number('new')}@vandijk.example")
    house.call(identity.ConfirmEmail, VISITOR, token=token)
    with pytest.raises(LinkDead):
        house.call(identity.SetPassword, VISITOR, token=link, password=NEW)


def test_a_new_address_is_not_sent_mails_as_often_as_a_user_likes(house: House, person: Caller) -> None:
    new = f"{number('new')}@vandijk.example"
    with pytest.raises(TooManyTries):
        ask_often(house, person, new)


def test_undoing_the_change_sends_a_link_for_a_new_password(house: House, email: str, person: Caller) -> None:
    token = change_of_email(house, person, f"{number('new')}@vandijk.example")
    house.call(identity.ConfirmEmail, VISITOR, token=token)
    house.call(identity.UndoEmail, VISITOR, token=token_to(house, email, LinkPurpose.UNDO_EMAIL))
    assert token_to(house, email, LinkPurpose.RESET_PASSWORD)


def test_an_address_of_somebody_else_is_told_to_its_reader_alone(
    house: House, customer: Customer, person: Caller
) -> None:
    taken = an_account(house, customer)
    house.call(identity.AskEmailChange, person, email=taken, password=PASSWORD)
    assert link_to(house, taken, LinkPurpose.ADDRESS_IN_USE)
    assert house.rows("identity", select(Person.id).where(Person.email == taken))[0].id != person.user_id
    assert house.call(identity.FindAccount, person)["new_email"] == taken


def test_an_address_that_somebody_took_meanwhile_is_not_taken_twice(
    house: House, customer: Customer, person: Caller
) -> None:
    new = f"{number('new')}@vandijk.example"
    token = change_of_email(house, person, new)
    an_account(house, customer, email=new)
    with pytest.raises(LinkDead):
        house.call(identity.ConfirmEmail, VISITOR, token=token)


def test_changing_the_address_asks_for_the_password(house: House, person: Caller) -> None:
    with pytest.raises(WrongPassword):
        house.call(identity.AskEmailChange, person, email="x@vandijk.example", password="wrong horse battery")


def test_links_of_somebody_who_may_not_come_in_open_nothing(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    token = reset_link(house, email)
    with house.runtime("identity").database.write("a test") as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.memberships[0].status = "deactivated"
    with pytest.raises(LinkDead):
        house.call(identity.SetPassword, VISITOR, token=token, password=NEW)


def test_a_changed_password_is_told_to_its_owner_by_mail(house: House, email: str) -> None:
    house.call(identity.SetPassword, VISITOR, token=reset_link(house, email), password=NEW)
    assert mail_to(house, email, "Uw wachtwoord is gewijzigd")


def test_a_link_in_a_mail_stands_on_the_configured_host(house: House, email: str) -> None:
    house.call(identity.AskPasswordReset, VISITOR, email=email, client_address=number("place "))
    assert f"{house.world.settings.portal_url}/password/" in mail_to(house, email, "Nieuw wachtwoord instellen")


def mail_to(house: House, email: str, subject: str) -> str:
    """The text of a mail with this subject, once it has come."""
    assert house.post is not None
    post = house.post
    (mail,) = eventually(lambda: [one for one in post.mails(email) if one["Subject"] == subject])
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def ask_often(house: House, person: Caller, new: str) -> None:
    for _ in range(6):
        house.call(identity.AskEmailChange, person, email=new, password=PASSWORD)
