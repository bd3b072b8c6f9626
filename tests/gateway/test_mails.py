"""Staff's pages of mails: list, export, one mail, sending it again."""

import pytest

from services.chassis.contract import TooManyAttempts
from services.notify.contracts import GetMail, ListMails, MailWaiting
from tests.gateway.browser import redirect_of
from tests.gateway.installation import STAFF, Installation

MAIL = GetMail.example[1]
PAGE = f"/backoffice/mails/{MAIL['id']}"


def test_list_shows_recipient_reference_and_reason(installation: Installation) -> None:
    (row,) = ListMails.example[1]["rows"]
    refused = row | {"status": "undeliverable", "problem": "recipient_refused 550", "sent_at": None}
    installation.responses["list_mails"] = ListMails.example[1] | {"rows": [refused]}
    page = installation.browser(STAFF).get("/backoffice/mails?text=sanne&status=undeliverable").text
    for text in (row["subject"], "Sanne de Wit", "sanne@vandijk.example", "accepteert dit adres niet (550)"):
        assert text in page
    assert f'href="/backoffice/service-requests/{row["reference_number"]}"' in page
    assert f'href="{PAGE}"' in page
    (call,) = installation.calls_of("list_mails")
    assert (call.request["text"], call.request["statuses"]) == ("sanne", ["undeliverable"])


def test_export_has_the_rows_of_the_filter(installation: Installation) -> None:
    response = installation.browser(STAFF).get("/backoffice/mails/export.csv?text=SR-4401")
    assert response.mimetype == "text/csv"
    header, line = response.text.splitlines()
    assert header.count(";") == line.count(";") == 7
    assert "Sanne de Wit <sanne@vandijk.example>;SR-4401-9273-5;" in line
    assert installation.calls_of("export_mails")[0].request == {"text": "SR-4401", "statuses": []}


def test_export_has_the_rows_of_all_pages(installation: Installation) -> None:
    page = ListMails.example[1]["page"]
    installation.responses["export_mails"] = ListMails.example[1] | {"page": page | {"next": "abc"}}
    response = installation.browser(STAFF).get("/backoffice/mails/export.csv?status=sent")
    assert len(response.text.splitlines()) == 3
    (call,) = installation.calls_of("list_mails")
    assert call.request == {"text": "", "statuses": ["sent"], "after": "abc", "limit": 200}


def test_export_beyond_the_limit_says_when_the_next_is_possible(installation: Installation) -> None:
    installation.responses["export_mails"] = TooManyAttempts(seconds=180)
    response = installation.browser(STAFF).get("/backoffice/mails/export.csv")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "180")


def test_page_of_an_outdated_mail_says_why_it_is_not_sent_again(installation: Installation) -> None:
    installation.responses["get_mail"] = MAIL | {"outdated": True, "may_resend": False}
    page = installation.browser(STAFF).get(PAGE).text
    assert "Wat deze e-mail over het bezoek zegt, klopt niet meer." in page
    assert "Opnieuw versturen" not in page
    assert "zoals de ontvanger" not in page
    assert page.count(f'href="/backoffice/service-requests/{MAIL["reference_number"]}"') == 2


def test_page_shows_the_text_and_offers_to_send_the_mail_again(installation: Installation) -> None:
    browser = installation.browser(STAFF)
    page = browser.get(PAGE)
    assert "Beste Sanne de Wit," in page.text
    assert redirect_of(browser.submit(page, f"{PAGE}/send-again")) == f"{PAGE}?done=resent"
    (call,) = installation.calls_of("resend_mail")
    assert (call.request, bool(call.key)) == ({"mail_id": MAIL["id"]}, True)


@pytest.mark.parametrize(
    ("template", "text", "link"),
    [
        ("link_set_password", "Opnieuw uitnodigen", "/backoffice/customers"),
        ("link_invite_staff", "Opnieuw uitnodigen", "/backoffice/staff"),
        ("link_reset_password", "op de inlogpagina", ""),
    ],
)
def test_page_of_a_mail_with_a_one_time_link_says_what_to_do_instead(
    installation: Installation, template: str, text: str, link: str
) -> None:
    mail = MAIL | {"template": template, "has_one_time_link": True, "may_resend": False}
    installation.responses["get_mail"] = mail
    page = installation.browser(STAFF).get(PAGE).text
    main = page.split("<main", 1)[1]
    assert "send-again" not in page
    assert text in main
    assert not link or f'href="{link}"' in main


def test_page_of_a_mail_whose_link_was_used_says_that_nothing_is_to_be_done(installation: Installation) -> None:
    used = {"template": "link_set_password", "has_one_time_link": True, "link_ended": True, "may_resend": False}
    installation.responses["get_mail"] = MAIL | used
    main = installation.browser(STAFF).get(PAGE).text.split("<main", 1)[1]
    assert ("U hoeft niets te doen" in main, "Opnieuw uitnodigen" in main) == (True, False)


def test_text_that_cannot_be_written_any_more_is_explained(installation: Installation) -> None:
    installation.responses["get_mail"] = MAIL | {"text": ""}
    assert "niet meer beschikbaar" in installation.browser(STAFF).get(PAGE).text


def test_refusal_to_send_again_is_shown(installation: Installation) -> None:
    browser = installation.browser(STAFF)
    page = browser.get(PAGE)
    installation.responses["resend_mail"] = MailWaiting()
    assert "staat al klaar" in browser.submit(page, f"{PAGE}/send-again").text
