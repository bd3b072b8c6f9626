"""Mails about messages of people without an account."""

from contracts.builders import a_visitor_message, number
from contracts.running import STAFF, Installation

from services.notify.contracts import GetMail, ListMails
from services.servicedesk.contracts import AcceptContactMessage, HandleContactMessage

TEXT = "Kijk op http://spam.example"


def mails(installation: Installation, reference: str) -> dict[str, str]:
    """The text of each mail about a message, by the beginning of its subject."""
    installation.settle()
    rows = installation.call(ListMails, STAFF, text=reference)["rows"]
    return {
        row["subject"].partition(" ")[0]: installation.call(GetMail, STAFF, mail_id=row["id"])["text"] for row in rows
    }


def test_confirmation_says_nothing_of_what_was_typed(installation: Installation) -> None:
    reference = a_visitor_message(installation, name="Win nu", text=TEXT)
    confirmation = mails(installation, reference)["Wij"]
    assert reference in confirmation
    assert TEXT not in confirmation
    assert "Win nu" not in confirmation


def test_answer_has_the_message_and_the_dealers_reply(installation: Installation) -> None:
    reference = a_visitor_message(installation, name="Vera", text="Hoe laat bent u open?")
    installation.call(HandleContactMessage, STAFF, reference_number=reference, note="Van negen tot vijf.")
    answer = mails(installation, reference)["Ons"]
    for part in ("Beantwoord op", "Beste Vera", "Hoe laat bent u open?", "Van negen tot vijf."):
        assert part in answer


def test_nobody_is_mailed_about_what_looks_like_spam_until_it_is_none(installation: Installation) -> None:
    address = f"{number('vera')}@elders.example"
    reference = a_visitor_message(installation, email=address, trap="x")
    assert mails(installation, reference) == {}
    installation.call(AcceptContactMessage, STAFF, reference_number=reference)
    assert "Wij" in mails(installation, reference)
