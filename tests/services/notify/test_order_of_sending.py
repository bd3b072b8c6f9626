"""Due mails are sent by priority, and the persons who caused them take turns. A mail that cannot be written holds up no
other."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from contracts.builders import a_customer, a_logged_in_user
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import delete, select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.notify import queries
from services.notify.contracts import MailStatus, SendMail
from services.notify.model import Mail, Priority

NOTIFY = Caller.service("notify")
A, B, C = (uuid.uuid4() for _ in range(3))


@pytest.fixture(autouse=True)
def only_these_mails(installation: Installation) -> Iterator[None]:
    """No mail of another test is waiting."""
    installation.settle()
    yield
    installation.settle()
    with installation.runtime("notify").database.write("test") as session:
        session.execute(delete(Mail).where(Mail.status == MailStatus.QUEUED))


def queue(
    installation: Installation,
    source: uuid.UUID,
    priority: Priority = Priority.OTHER,
    template: str = "contact_message_received",
    recipient_id: str = "",
    **event_data: Any,
) -> uuid.UUID:
    """A mail as `commands.mails.queue_mails` queues it, but without a job, so that no worker sends it."""
    runtime = installation.runtime("notify")
    with runtime.database.write("test") as session:
        uow = UnitOfWork(session, "notify", runtime.clock)
        mail = Mail.queue(
            uuid.uuid4(),
            template,
            uuid.UUID(recipient_id) if recipient_id else uuid.uuid4(),
            event_data,
            uow.now,
            source_id=source,
            priority=priority,
            turn=queries.mails.next_turn(uow, priority, source),
        )
        uow.add(mail)
        uow.flush_events()
        return mail.id


def take(installation: Installation) -> Any:
    """Take the next mail and mark it as sent; None if none is due."""
    runtime = installation.runtime("notify")
    with runtime.database.write("test") as session:
        uow = UnitOfWork(session, "notify", runtime.clock)
        mail = queries.mails.next_due_mail(uow)
        if mail is None:
            return None
        mail.mark_sent(uow.now)
        taken = mail.source_id
        uow.flush_events()
    return taken


def row(installation: Installation, mail_id: uuid.UUID) -> Any:
    (found,) = installation.rows("notify", select(Mail).where(Mail.id == mail_id))
    return found.Mail


@pytest.mark.every_environment
def test_a_password_mail_and_another_persons_mail_go_before_the_many_of_one(installation: Installation) -> None:
    for _ in range(50):
        queue(installation, A)
    queue(installation, B)
    queue(installation, C, Priority.ACCOUNT)
    order = [take(installation) for _ in range(52)]
    assert order == [C, A, B, *[A] * 49]
    assert take(installation) is None


@pytest.mark.every_environment
def test_persons_take_turns_from_where_the_others_are(installation: Installation) -> None:
    """Who comes later does not wait behind all mails of who came first, nor is ahead of them for ever."""
    for _ in range(4):
        queue(installation, A)
    order = [take(installation), take(installation)]
    for _ in range(3):
        queue(installation, B)
    order += [take(installation) for _ in range(5)]
    assert order == [A, A, A, B, A, B, B]


def test_a_mail_that_waits_for_a_retry_lets_others_pass(installation: Installation) -> None:
    first = queue(installation, A)
    queue(installation, B)
    runtime = installation.runtime("notify")
    with runtime.database.write("test") as session:
        session.get_one(Mail, first).due_at = runtime.clock.now() + dt.timedelta(seconds=30)
    assert [take(installation), take(installation)] == [B, None]


@pytest.mark.every_environment
def test_the_job_of_a_mail_sends_the_one_that_is_next(installation: Installation) -> None:
    """Afterwards the job runs again for its own mail."""
    ordinary, urgent = (
        queue(installation, A, reference_number="CM-1"),
        queue(installation, B, Priority.ACCOUNT, "password_changed"),
    )
    assert installation.call(SendMail, NOTIFY, mail_id=ordinary) == {"status": "queued"}
    assert row(installation, urgent).attempts == 1
    assert eventually(lambda: row(installation, ordinary).attempts == 1)


@pytest.mark.parametrize(
    ("template", "event_data", "reason"),
    [
        ("unwritten", {}, "cannot_be_written mail.unwritten.text"),
        ("contact_message_received", {}, "cannot_be_written KeyError"),
        ("service_request_received", {"reference_number": "SR-1"}, "cannot_be_written KeyError"),
        ("password_changed", {"at": "later"}, "cannot_be_written ValueError"),
    ],
)
def test_a_mail_that_cannot_be_written_is_given_up_with_the_reason(
    installation: Installation, template: str, event_data: dict[str, Any], reason: str
) -> None:
    person = a_logged_in_user(installation, a_customer(installation)).person_id
    broken = queue(installation, A, template=template, recipient_id=person, **event_data)
    good = queue(installation, B, template="password_changed", recipient_id=person, at="2026-03-04T07:12:00+00:00")
    for mail_id in (broken, good):
        installation.call(SendMail, NOTIFY, mail_id=mail_id)
    mail = row(installation, broken)
    assert (mail.status, mail.problem, mail.attempts) == ("undeliverable", reason, 1)
    assert eventually(lambda: row(installation, good).status) == "sent"


def test_a_mail_whose_details_are_refused_waits_with_the_code_of_the_error(installation: Installation) -> None:
    person = a_logged_in_user(installation, a_customer(installation)).person_id
    data = {"reference_number": "CM-" + "1" * 30}  # longer than servicedesk accepts
    mail_id = queue(installation, A, template="contact_message_received", recipient_id=person, **data)
    installation.call(SendMail, NOTIFY, mail_id=mail_id)
    mail = row(installation, mail_id)
    assert (mail.status, mail.problem, mail.attempts) == ("queued", "details_refused invalid", 1)
