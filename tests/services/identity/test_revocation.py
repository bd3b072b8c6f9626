"""What ended stays ended: no session and no link from before a deactivation works after the reactivation."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from contracts.accounts import invite, reset_link, token_to
from contracts.builders import PASSWORD, Customer, a_customer, a_staff_member, an_account, logged_in
from contracts.running import Installation
from sqlalchemy import update

from services.chassis.contract import Caller, NotLoggedIn
from services.chassis.persistence import UnitOfWork
from services.identity import contracts as identity
from services.identity.commands.sessions import log_in
from services.identity.contracts import InvitationWithdrawn, LinkExpired, MailPurpose, WrongCredentials
from services.identity.model import LoginSession
from services.identity.model.session import hash_of

VISITOR = Caller.visitor()
Pause = Callable[[Installation, Customer, Caller, str], None]


def deactivated(installation: Installation, customer: Customer, administrator: Caller, person_id: str) -> None:
    installation.call(identity.DeactivateUser, administrator, person_id=person_id)
    installation.call(identity.ReactivateUser, administrator, person_id=person_id)


def customer_disabled(installation: Installation, customer: Customer, administrator: Caller, person_id: str) -> None:
    known = {"customer_id": str(customer.id), "name": customer.name, "address": {}}
    installation.call(identity.ChangeCustomer, **known, status="disabled")
    installation.call(identity.ChangeCustomer, **known, status="active")


def customer_disabled_by_import(
    installation: Installation, customer: Customer, administrator: Caller, person_id: str
) -> None:
    known = {"customer_number": customer.number, "name": customer.name}
    installation.call(identity.UpsertCustomer, **known, status="disabled")
    installation.call(identity.UpsertCustomer, **known, status="active")


def removed_and_invited(installation: Installation, customer: Customer, administrator: Caller, person_id: str) -> None:
    email = installation.call(identity.GetUser, administrator, person_id=person_id)["email"]
    installation.call(identity.RemoveUser, administrator, person_id=person_id)
    invite(installation, administrator, email=email)
    token = token_to(installation, email, MailPurpose.JOIN)
    installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)


def removed_and_imported(installation: Installation, customer: Customer, administrator: Caller, person_id: str) -> None:
    email = installation.call(identity.GetUser, administrator, person_id=person_id)["email"]
    installation.call(identity.RemoveUser, administrator, person_id=person_id)
    an_account(installation, customer, email=email)


PAUSES = (deactivated, customer_disabled, customer_disabled_by_import, removed_and_invited, removed_and_imported)
every_pause = pytest.mark.parametrize("pause", PAUSES, ids=lambda pause: pause.__name__)


def session_of(installation: Installation, email: str, password: str = PASSWORD) -> str:
    return str(installation.call(identity.LogIn, VISITOR, email=email, password=password)["token"])


def customer_of_session(installation: Installation, token: str) -> Any:
    return installation.call(identity.GetSession, VISITOR, token=token)["customer"]["id"]


@every_pause
def test_a_session_does_not_survive(
    installation: Installation, customer: Customer, administrator: Caller, pause: Pause
) -> None:
    email = an_account(installation, customer)
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    pause(installation, customer, administrator, person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)


@every_pause
def test_a_link_to_reset_the_password_does_not_survive(
    installation: Installation, customer: Customer, administrator: Caller, pause: Pause
) -> None:
    email = an_account(installation, customer)
    person_id, link = logged_in(installation, email).person_id, reset_link(installation, email)
    pause(installation, customer, administrator, person_id)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=link, password=PASSWORD)


@pytest.mark.parametrize("pause", [deactivated, customer_disabled], ids=lambda pause: pause.__name__)
def test_an_invitation_does_not_survive(
    installation: Installation, customer: Customer, administrator: Caller, pause: Pause
) -> None:
    invited = invite(installation, administrator)
    token = token_to(installation, invited["email"], MailPurpose.SET_PASSWORD)
    pause(installation, customer, administrator, invited["person_id"])
    with pytest.raises((LinkExpired, InvitationWithdrawn)):
        installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


@every_pause
def test_access_to_another_customer_survives(
    installation: Installation, customer: Customer, administrator: Caller, pause: Pause
) -> None:
    email = an_account(installation, customer)
    other = a_customer(installation, "Tweede B.V.")
    an_account(installation, other, email=email)
    person = logged_in(installation, email)
    token = session_of(installation, email)
    installation.call(identity.SwitchCustomer, person, token=token, customer_id=str(other.id))
    link = reset_link(installation, email)
    pause(installation, customer, administrator, person.person_id)
    assert customer_of_session(installation, token) == str(other.id)
    assert installation.call(identity.SetPassword, VISITOR, token=link, password=PASSWORD)


def test_a_session_that_impersonated_the_user_does_not_survive(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, customer, "manage_users")
    second, token = logged_in(installation, email), session_of(installation, email)
    user = logged_in(installation, an_account(installation, customer))
    installation.call(identity.StartImpersonation, second, token=token, person_id=user.person_id)
    deactivated(installation, customer, administrator, user.person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)


def test_a_session_that_began_during_the_deactivation_does_not_survive(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, customer)
    token, user = session_of(installation, email), logged_in(installation, email)
    installation.call(identity.DeactivateUser, administrator, person_id=user.person_id)
    with installation.runtime("identity").database.write("a login that committed later") as session:
        session.execute(update(LoginSession).where(LoginSession.token_hash == hash_of(token)).values(ended_at=None))
    installation.call(identity.ReactivateUser, administrator, person_id=user.person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)


def test_a_password_changed_since_it_was_verified_opens_no_session(
    installation: Installation, customer: Customer
) -> None:
    user = logged_in(installation, an_account(installation, customer))
    runtime = installation.runtime("identity")
    with pytest.raises(WrongCredentials), runtime.database.write("a login") as session:
        log_in(
            UnitOfWork(session, "identity", runtime.clock), VISITOR, user.user_id, "hash of the former password",
            new_hash=None, counted_subjects={}, idle_timeout=dt.timedelta(1), lifetime=dt.timedelta(1),
            client_address="", device="",
        )  # fmt: skip


def test_sessions_and_links_of_staff_do_not_survive(installation: Installation) -> None:
    email = a_staff_member(installation, "handle_service")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    link = reset_link(installation, email)
    installation.call(identity.DeactivateStaff, person_id=person_id)
    installation.call(identity.ReactivateStaff, person_id=person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=link, password=PASSWORD)
