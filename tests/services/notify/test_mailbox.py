"""The demo's mailbox: mails in a folder instead of a mail server. Other installations have none."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from contracts.running import Installation
from environments import environment

from services.chassis.bus import Client
from services.chassis.contract import Caller, NotFound
from services.chassis.persistence.columns import new_id
from services.chassis.runtime.process import Process
from services.notify.contracts import ListMailbox, ReadMailbox
from services.notify.definition import NOTIFY
from services.notify.mail_backends import FolderBackend, mailbox_folder

VISITOR = Caller.visitor()


@contextmanager
def running_notify(folder: Path, **settings: Any) -> Iterator[Client]:
    """The notify service without the rest of the installation."""
    created = environment("in-process, SQLite", folder, ["notify"], **settings)
    process = Process(created.settings, [NOTIFY], created.connect)
    process.migrate()
    process.start()
    yield created.client()
    process.stop()
    created.close()


def add_mail(folder: Path, subject: str = "Uw serviceaanvraag", attachment: str = "") -> uuid.UUID:
    """Add a mail to the mailbox in a data folder."""
    message = EmailMessage()
    message["Subject"], message["To"] = subject, "sanne@vandijk.example"
    message["Date"] = "Wed, 04 Mar 2026 07:12:00 +0000"
    message.set_content("Beste Sanne,")
    message.add_alternative("<p>Beste Sanne,</p>", subtype="html")
    if attachment:
        message.add_attachment(attachment, subtype="calendar", filename="visit.ics")
    message["Content-Language"] = "nl"
    message_id = new_id()
    FolderBackend(folder / "mailbox").deliver(message_id, message)
    return message_id


def test_the_demo_lists_its_mails_newest_first(tmp_path: Path) -> None:
    ids = [str(add_mail(tmp_path)) for _ in range(3)]
    with running_notify(tmp_path, demo=True) as client:
        assert [row["message_id"] for row in client.call(ListMailbox, VISITOR)["rows"]] == ids[::-1]


def test_the_demo_lists_a_mail_sent_again_by_its_last_time(tmp_path: Path) -> None:
    again, newest = add_mail(tmp_path), add_mail(tmp_path)
    os.utime(tmp_path / "mailbox" / f"{newest}.eml", (1, 1))
    with running_notify(tmp_path, demo=True) as client:
        assert [row["message_id"] for row in client.call(ListMailbox, VISITOR)["rows"]] == [str(again), str(newest)]


def test_the_demo_shows_a_mail_as_text_and_html(tmp_path: Path) -> None:
    message_id = add_mail(tmp_path)
    with running_notify(tmp_path, demo=True) as client:
        shown = client.call(ReadMailbox, VISITOR, message_id=message_id)
    assert (shown["text"].strip(), shown["html"].strip()) == ("Beste Sanne,", "<p>Beste Sanne,</p>")


def test_the_demo_shows_the_attachments_of_a_mail(tmp_path: Path) -> None:
    message_id = add_mail(tmp_path, attachment="BEGIN:VCALENDAR")
    with running_notify(tmp_path, demo=True) as client:
        (attachment,) = client.call(ReadMailbox, VISITOR, message_id=message_id)["attachments"]
    assert attachment | {"content": attachment["content"].strip()} == {
        "name": "visit.ics", "content_type": "text/calendar", "content": "BEGIN:VCALENDAR",
    }  # fmt: skip


def test_an_unknown_mail_is_not_found(tmp_path: Path) -> None:
    with running_notify(tmp_path, demo=True) as client, pytest.raises(NotFound):
        client.call(ReadMailbox, VISITOR, message_id=new_id())


def test_an_empty_mailbox_is_listed(tmp_path: Path) -> None:
    with running_notify(tmp_path, demo=True) as client:
        assert client.call(ListMailbox, VISITOR) == {"rows": []}


@pytest.mark.parametrize(
    "settings", [{}, {"smtp_url": "smtp://127.0.0.1:9"}, {"demo": True, "smtp_url": "smtp://127.0.0.1:9"}]
)
def test_without_demo_or_with_a_mail_server_there_is_no_mailbox(tmp_path: Path, settings: dict[str, Any]) -> None:
    message_id = add_mail(tmp_path)
    with running_notify(tmp_path, **settings) as client:
        with pytest.raises(NotFound):
            client.call(ListMailbox, VISITOR)
        with pytest.raises(NotFound):
            client.call(ReadMailbox, VISITOR, message_id=message_id)


def test_an_installation_with_a_mail_server_has_no_mailbox(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.call(ListMailbox, VISITOR)
    assert not mailbox_folder(installation.environment.settings).exists()


def test_a_mail_delivered_twice_is_stored_once(tmp_path: Path) -> None:
    message_id, message = new_id(), EmailMessage()
    message.set_content("x")
    for _ in range(2):
        assert FolderBackend(tmp_path / "mailbox").deliver(message_id, message).accepted
    assert [path.name for path in (tmp_path / "mailbox").iterdir()] == [f"{message_id}.eml"]
