"""Consent to news, unsubscription from a mail, and the pages of news items."""

from typing import Any

import pytest

from services.identity.contracts import GetConsentOfCode, GetConsents
from services.notify.contracts import CountNewsRecipients, GetNews
from tests.gateway.installation import CUSTOMER, STAFF, Installation

NEWS = "/backoffice/news/01980000-0000-7000-8000-000000000081"
ITEM: dict[str, Any] = GetNews.example[1]
GIVEN = {"given_at": "2026-03-03T08:12:00+00:00"}


def _with_item(installation: Installation, **values: Any) -> Installation:
    installation.responses |= {GetNews.name: ITEM | values, CountNewsRecipients.name: {"recipients": 12}}
    session = installation._session(staff=True) | {"rights": ["edit_content"]}
    installation.responses["get_session"] = lambda token: session
    return installation


def test_mail_program_unsubscribes_its_user_without_a_cookie_or_token(installation: Installation) -> None:
    browser = installation.browser()
    response = browser._client.post("/news/unsubscribe/code", data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    (call,) = installation.writes()
    assert (call.operation, call.request["code"]) == ("withdraw_consent_of_code", "code")


def test_opening_the_link_of_a_mail_changes_nothing(installation: Installation) -> None:
    page = installation.browser().get("/news/unsubscribe/code?lang=nl").text
    assert "Wilt u ons nieuws niet meer" in page
    assert installation.writes() == []


def test_page_says_that_somebody_has_unsubscribed(installation: Installation) -> None:
    installation.responses[GetConsentOfCode.name] = {"purpose": "group_news", "withdrawn": True}
    page = installation.browser().get("/news/unsubscribe/code?lang=nl").text
    assert "U krijgt geen nieuws meer van bedrijven uit onze groep" in page
    assert '<form method="post" action="/news' not in page
    assert 'href="/account/news?lang=nl"' in page


def test_another_wording_is_asked_again_beside_the_one_consented_to(installation: Installation) -> None:
    first, second = GetConsents.example[1]["rows"]
    given = GIVEN | {"given_wording": "Vroeger", "given_language": "nl"}
    installation.responses[GetConsents.name] = {"rows": [first | given, second]}
    page = installation.browser(CUSTOMER).get("/account/news").text
    assert "Vroeger" in page
    assert first["wording"] in page


def test_consent_given_in_another_language_is_shown_in_it_and_not_asked_again(installation: Installation) -> None:
    first, second = GetConsents.example[1]["rows"]
    given = GIVEN | {"given_wording": "I would like news", "given_language": "en", "is_current": True}
    installation.responses[GetConsents.name] = {"rows": [first | given, second]}
    page = installation.browser(CUSTOMER).get("/account/news").text
    assert '<span lang="en">“I would like news”' in page
    assert first["wording"] not in page


def test_staff_have_no_news_tab(installation: Installation) -> None:
    assert "/account/news" not in installation.browser(STAFF).get("/account").text


def test_number_of_readers_is_shown_before_sending(installation: Installation) -> None:
    page = _with_item(installation).browser(STAFF).get(f"{NEWS}/send").text
    assert "Op dit moment zouden 12 personen het ontvangen." in page


@pytest.mark.parametrize(("status", "waiting", "button"), [
    ("sending", 3, "Verzending stoppen"), ("sent", 3, "Verzending stoppen"), ("stopped", 0, "Verder versturen"),
])  # fmt: skip
def test_sending_is_stopped_and_resumed(installation: Installation, status: str, waiting: int, button: str) -> None:
    may = {"may_stop": status != "stopped", "may_start": status == "stopped"}
    values = {"status": status, "waiting": waiting, "started_at": "2026-03-03T08:12:00+00:00"} | may
    assert button in _with_item(installation, **values).browser(STAFF).get(NEWS).text


def test_sent_item_with_no_waiting_mail_has_no_button(installation: Installation) -> None:
    values = {"status": "sent", "started_at": GIVEN["given_at"], "may_start": False, "may_stop": False}
    page = _with_item(installation, **values).browser(STAFF).get(NEWS).text
    assert "Verzending stoppen" not in page
    assert "Verder versturen" not in page


def test_incomplete_item_says_what_is_missing_in_place_of_a_confirmation(installation: Installation) -> None:
    browser = _with_item(installation, is_complete=False, may_start=False).browser(STAFF)
    assert browser.get(f"{NEWS}/send").headers["Location"] == NEWS
    page = browser.get(NEWS).text
    assert "Het bericht is niet compleet" in page
    assert f"{NEWS}/send" not in page


def test_preview_saves_nothing(installation: Installation) -> None:
    browser = _with_item(installation).browser(STAFF)
    typed = {"purpose": "dealer_news", "nl-subject": "Open", "nl-body": "Tot **zes** uur", "preview": "1"}
    page = browser.submit(browser.get("/backoffice/news/new"), "/backoffice/news", **typed)
    assert "<strong>zes</strong>" in page.text
    assert installation.writes() == []


def test_code_that_withdraws_a_consent_is_not_in_the_request_log(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.browser().get("/news/unsubscribe/a-secret-code")
    logged = capsys.readouterr().out
    assert "/news/unsubscribe/" in logged
    assert "a-secret-code" not in logged
