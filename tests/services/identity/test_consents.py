"""Consents to news: given for a wording, withdrawn on the account's page or by the code of a mail."""

import pytest
from contracts.accounts import an_administrator
from contracts.builders import Customer, a_customer, an_account, logged_in
from contracts.news import NOTIFY, a_news_reader, code_of
from contracts.running import Installation

from services.chassis.contract import Caller, NotFound
from services.identity import contracts as identity
from services.identity.contracts import ConsentOutdated, LinkExpired

VISITOR = Caller.visitor()


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def user(installation: Installation, customer: Customer) -> Caller:
    return logged_in(installation, an_account(installation, customer))


def consents(installation: Installation, user: Caller) -> dict[str, bool]:
    rows = installation.call(identity.GetConsents, user)["rows"]
    return {row["purpose"]: row["given_at"] is not None for row in rows}


def readers(installation: Installation) -> set[str]:
    return set(installation.call(identity.ListNewsReaders, NOTIFY, purpose="dealer_news")["person_ids"])


def test_nobody_consents_by_default(installation: Installation, user: Caller) -> None:
    assert consents(installation, user) == {"dealer_news": False, "group_news": False}


def test_consent_is_given_for_one_purpose(installation: Installation, user: Caller) -> None:
    installation.call(identity.GiveConsent, user, purpose="group_news", version=1)
    assert consents(installation, user) == {"dealer_news": False, "group_news": True}


def test_consent_keeps_the_wording_in_the_language_that_was_read(installation: Installation, user: Caller) -> None:
    installation.call(identity.GiveConsent, user.with_language("en"), purpose="dealer_news", version=1)
    row = installation.call(identity.GetConsents, user)["rows"][0]
    assert row["given_wording"].startswith("I would like")
    assert row["wording"].startswith("Ik ontvang graag")
    assert (row["given_language"], row["is_current"]) == ("en", True)


def test_consent_to_another_wording_is_refused(installation: Installation, user: Caller) -> None:
    with pytest.raises(ConsentOutdated):
        installation.call(identity.GiveConsent, user, purpose="dealer_news", version=2)


def test_consent_is_withdrawn(installation: Installation, user: Caller) -> None:
    installation.call(identity.GiveConsent, user, purpose="dealer_news", version=1)
    installation.call(identity.WithdrawConsent, user, purpose="dealer_news")
    assert consents(installation, user)["dealer_news"] is False
    assert user.person_id not in readers(installation)


def test_code_of_a_mail_withdraws_once_and_again(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    code = code_of(installation, reader)
    for _ in range(2):
        assert installation.call(identity.WithdrawConsentOfCode, VISITOR, code=code) == {"purpose": "dealer_news"}
    assert consents(installation, reader)["dealer_news"] is False


def test_code_of_an_older_mail_withdraws_a_consent_given_later(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    earlier = code_of(installation, reader)
    installation.call(identity.WithdrawConsent, reader, purpose="dealer_news")
    installation.call(identity.GiveConsent, reader, purpose="dealer_news", version=1)
    assert installation.call(identity.GetConsentOfCode, VISITOR, code=earlier)["withdrawn"] is False
    installation.call(identity.WithdrawConsentOfCode, VISITOR, code=earlier)
    assert consents(installation, reader)["dealer_news"] is False


def test_unknown_code_is_refused(installation: Installation) -> None:
    with pytest.raises(LinkExpired):
        installation.call(identity.WithdrawConsentOfCode, VISITOR, code="x" * 43)


def test_deactivated_user_is_no_reader(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    assert reader.person_id in readers(installation)
    installation.call(identity.DeactivateUser, an_administrator(installation, customer), person_id=reader.person_id)
    assert reader.person_id not in readers(installation)


def test_reader_without_consent_is_not_found(installation: Installation, user: Caller) -> None:
    with pytest.raises(NotFound):
        installation.call(identity.GetNewsReader, NOTIFY, purpose="dealer_news", person_id=user.person_id)
