"""News items: written and tried by staff, sent to those who consent when their mail leaves."""

from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from contracts.articles import EDITOR
from contracts.builders import Customer, a_customer, a_staff_member, logged_in
from contracts.mails import MailServer
from contracts.news import a_news_item, a_news_reader, code_of
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import update

from services.chassis.contract import Caller, NotAllowed
from services.identity import contracts as identity
from services.identity.contracts import StaffRight
from services.notify import contracts as notify
from services.notify.contracts import InvalidNewsTransition, ListMails, NewsChanged, NewsIncomplete, NewsStatus
from services.notify.model import NewsItem


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def start(installation: Installation, item: dict[str, Any]) -> None:
    installation.call(notify.StartNews, EDITOR, news_id=item["id"], revision=item["revision"])


def mails_to(server: MailServer, installation: Installation, reader: Caller, subject: str) -> list[EmailMessage]:
    email = installation.call(identity.GetAccount, reader)["email"]
    return [mail for mail in server.mails(email) if mail["Subject"] == subject]


def sent(installation: Installation, reader: Caller, subject: str) -> EmailMessage:
    server = installation.mail_server
    assert server is not None
    mail: EmailMessage = eventually(lambda: mails_to(server, installation, reader, subject))[0]
    return mail


def test_item_is_mailed_to_those_who_consent(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    start(installation, a_news_item(installation, nl={"subject": "Open tot zes", "body": "Tot **zes** uur."}))
    mail = sent(installation, reader, "Open tot zes")
    html = mail.get_body(("html",))
    assert html is not None
    assert "<strong>zes</strong>" in html.get_content()


def test_mail_has_the_headers_of_one_click_unsubscription(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    start(installation, a_news_item(installation, nl={"subject": "Met afmeldlink", "body": "Tekst."}))
    mail = sent(installation, reader, "Met afmeldlink")
    assert f"/news/unsubscribe/{code_of(installation, reader)}" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_reader_gets_the_text_in_the_own_language(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer, language="en")
    texts = {"nl": {"subject": "Nieuws", "body": "x"}, "en": {"subject": "Some news", "body": "y"}}
    start(installation, a_news_item(installation, **texts))
    assert sent(installation, reader, "Some news")["Content-Language"] == "en"


def test_reader_gets_the_other_language_if_only_that_was_written(
    installation: Installation, customer: Customer
) -> None:
    reader = a_news_reader(installation, customer, language="en")
    start(installation, a_news_item(installation, nl={"subject": "Alleen Nederlands", "body": "x"}))
    assert sent(installation, reader, "Alleen Nederlands")["Content-Language"] == "nl"


def test_reader_gets_one_mail_when_sending_is_stopped_and_started_again(
    installation: Installation, customer: Customer
) -> None:
    reader = a_news_reader(installation, customer)
    item = a_news_item(installation, nl={"subject": "Een keer", "body": "x"})
    assert installation.mail_server is not None
    installation.mail_server.stop()
    start(installation, item)
    installation.call(notify.StopNews, EDITOR, news_id=item["id"])
    installation.mail_server.start()
    start(installation, item)
    sent(installation, reader, "Een keer")
    installation.settle()
    assert len(mails_to(installation.mail_server, installation, reader, "Een keer")) == 1


def test_somebody_who_withdrew_before_the_mail_left_gets_none(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    item = a_news_item(installation, nl={"subject": "Toch niet", "body": "x"})
    assert installation.mail_server is not None
    installation.mail_server.stop()
    start(installation, item)
    eventually(lambda: installation.call(notify.GetNews, EDITOR, news_id=item["id"])["waiting"])
    installation.call(identity.WithdrawConsent, reader, purpose="dealer_news")
    installation.mail_server.start()
    installation.settle()
    assert mails_to(installation.mail_server, installation, reader, "Toch niet") == []


def test_item_is_sent_when_all_readers_have_a_mail(installation: Installation, customer: Customer) -> None:
    a_news_reader(installation, customer)
    item = a_news_item(installation)
    start(installation, item)
    shown = eventually(lambda: _if_sent(installation, item))
    assert shown["sent"] + shown["waiting"] + shown["undeliverable"] >= 1


def test_item_without_waiting_mails_is_not_stopped(installation: Installation) -> None:
    item = a_news_item(installation)
    start(installation, item)
    eventually(lambda: _if_sent(installation, item))
    installation.settle()
    with pytest.raises(InvalidNewsTransition):
        installation.call(notify.StopNews, EDITOR, news_id=item["id"])


def _if_sent(installation: Installation, item: dict[str, Any]) -> dict[str, Any] | None:
    shown = installation.call(notify.GetNews, EDITOR, news_id=item["id"])
    return shown if shown["status"] == "sent" else None


def test_test_mail_goes_to_its_editor_without_a_code(installation: Installation) -> None:
    editor = logged_in(installation, a_staff_member(installation, StaffRight.EDIT_CONTENT))
    item = a_news_item(installation, nl={"subject": "Proef", "body": "x"})
    assert installation.call(notify.SendTestNews, editor, news_id=item["id"]) == {"mails": 1}
    mail = sent(installation, editor, "[Test] Proef")
    assert mail["List-Unsubscribe"] is None
    text = mail.get_body(("plain",))
    assert text is not None
    assert "Dit is een test" in text.get_content()


def test_recipients_are_counted_by_purpose(installation: Installation, customer: Customer) -> None:
    def count(purpose: str) -> int:
        return int(installation.call(notify.CountNewsRecipients, EDITOR, purpose=purpose)["recipients"])

    before = {purpose: count(purpose) for purpose in ("dealer_news", "group_news")}
    a_news_reader(installation, customer, "group_news")
    assert (count("dealer_news"), count("group_news")) == (before["dealer_news"], before["group_news"] + 1)


def test_stale_revision_is_refused(installation: Installation) -> None:
    item = a_news_item(installation)
    change = {"news_id": item["id"], "revision": 1, "purpose": "dealer_news", "nl": {"subject": "a", "body": "b"}}
    installation.call(notify.ChangeNews, EDITOR, **change)
    with pytest.raises(NewsChanged):
        installation.call(notify.ChangeNews, EDITOR, **change)


@pytest.mark.parametrize(
    "nl", [{"subject": "", "body": ""}, {"subject": "a", "body": ""}, {"subject": "", "body": "b"}]
)
def test_incomplete_item_is_not_sent(installation: Installation, nl: dict[str, str]) -> None:
    with pytest.raises(NewsIncomplete):
        start(installation, a_news_item(installation, nl=nl))


def test_operator_gets_no_test_mail(installation: Installation) -> None:
    with pytest.raises(NotAllowed):
        installation.call(notify.SendTestNews, STAFF, news_id=a_news_item(installation)["id"])


def test_item_that_was_sent_is_not_changed_or_deleted(installation: Installation) -> None:
    item = a_news_item(installation)
    start(installation, item)
    with pytest.raises(InvalidNewsTransition):
        installation.call(notify.DeleteNews, EDITOR, news_id=item["id"])
    with pytest.raises(InvalidNewsTransition):
        installation.call(
            notify.ChangeNews, EDITOR, news_id=item["id"], revision=1, purpose="dealer_news", nl={"subject": "a"}
        )


def test_mails_of_news_are_in_the_list_of_mails(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    start(installation, a_news_item(installation, nl={"subject": "In de lijst", "body": "x"}))
    sent(installation, reader, "In de lijst")
    rows = installation.call(ListMails, STAFF, limit=200)["rows"]
    assert "In de lijst" in {row["subject"] for row in rows}


def test_staff_who_read_a_mail_do_not_see_the_code(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    start(installation, a_news_item(installation, nl={"subject": "Zonder code", "body": "x"}))
    sent(installation, reader, "Zonder code")
    rows = installation.call(ListMails, STAFF, limit=200)["rows"]
    mail = next(row for row in rows if row["subject"] == "Zonder code" and row["recipient_id"] == reader.person_id)
    text = installation.call(notify.GetMail, STAFF, mail_id=mail["id"])["text"]
    assert "/news/unsubscribe/" in text
    assert code_of(installation, reader) not in text


def test_links_of_the_text_part_have_the_portals_address(installation: Installation, customer: Customer) -> None:
    reader = a_news_reader(installation, customer)
    start(installation, a_news_item(installation, nl={"subject": "Met link", "body": "Zie [machines](/machines)."}))
    text = sent(installation, reader, "Met link").get_body(("plain",))
    assert text is not None
    assert "machines (http" in text.get_content()


def test_mails_that_wait_are_not_sent_after_a_stop(installation: Installation, customer: Customer) -> None:
    for _ in range(3):
        a_news_reader(installation, customer)
    item = a_news_item(installation)
    start(installation, item)
    installation.call(notify.StopNews, EDITOR, news_id=item["id"])
    installation.settle()
    shown = installation.call(notify.GetNews, EDITOR, news_id=item["id"])
    assert (shown["status"], shown["waiting"], shown["may_start"]) == ("stopped", 0, True)


def test_a_job_from_before_a_stop_does_not_finish_an_item_that_was_started_again(installation: Installation) -> None:
    item = a_news_item(installation)
    start(installation, item)
    before = {"news_id": item["id"], "started_at": _started_at(installation, item), "after": str(UUID(int=2**128 - 1))}
    installation.settle()
    with installation.runtime("notify").database.write("start again, without its job") as session:
        again = {"status": NewsStatus.SENDING, "started_at": installation.now, "finished_at": None}
        session.execute(update(NewsItem).where(NewsItem.id == UUID(item["id"])).values(again))
    installation.call(notify.QueueNewsMails, Caller.service("notify"), **before)
    assert installation.call(notify.GetNews, EDITOR, news_id=item["id"])["status"] == "sending"


def _started_at(installation: Installation, item: dict[str, Any]) -> str:
    return str(installation.call(notify.GetNews, EDITOR, news_id=item["id"])["started_at"])
