"""The states of the aggregate Mail."""

import datetime as dt
import uuid

import pytest

from services.notify.contracts import MailSent, MailStatus, MailWaiting
from services.notify.model import Mail, Priority
from services.notify.model.mail import LONGEST_PAUSE, TAKEN_FOR

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)


@pytest.fixture
def mail() -> Mail:
    return Mail.queue(
        uuid.uuid4(),
        "service_request_received",
        uuid.uuid4(),
        {},
        NOW,
        source_id=uuid.uuid4(),
        priority=Priority.OTHER,
        turn=0,
    )


def test_a_new_mail_is_queued(mail: Mail) -> None:
    assert (mail.status, mail.attempts, mail.sent_at) == (MailStatus.QUEUED, 0, None)


def test_sending_a_mail_records_an_event(mail: Mail) -> None:
    mail.mark_sent(NOW)
    assert (mail.status, mail.attempts, mail.sent_at) == (MailStatus.SENT, 1, NOW)
    assert [event for event, _ in mail.recorded] == [MailSent]


def test_a_mail_that_the_server_refused_stays_queued_with_the_reason(mail: Mail) -> None:
    mail.postpone("SMTPDataError (451)", NOW)
    assert (mail.status, mail.problem, mail.attempts) == (MailStatus.QUEUED, "SMTPDataError (451)", 1)


def test_the_reason_is_cleared_when_the_mail_is_sent(mail: Mail) -> None:
    mail.postpone("SMTPDataError (451)", NOW)
    mail.mark_sent(NOW)
    assert mail.problem == ""


def test_pauses_grow_to_two_hours(mail: Mail) -> None:
    pauses = []
    for _ in range(15):
        mail.postpone("busy", NOW)
        pauses.append(mail.due_at - NOW)
    assert pauses[:4] == [dt.timedelta(seconds=seconds) for seconds in (30, 60, 120, 240)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_mail_without_recipient_is_undeliverable(mail: Mail) -> None:
    mail.give_up("no_recipient")
    assert (mail.status, mail.problem, mail.recorded) == (
        MailStatus.UNDELIVERABLE,
        "no_recipient",
        [],
    )


def test_a_long_reason_is_truncated(mail: Mail) -> None:
    mail.postpone("x" * 1000, NOW)
    assert len(mail.problem) == 300


def test_a_mail_being_sent_is_due_again_if_the_process_dies(mail: Mail) -> None:
    mail.take(NOW)
    assert (mail.status, mail.due_at) == (MailStatus.QUEUED, NOW + TAKEN_FOR)


def test_a_mail_sent_again_is_queued_and_due(mail: Mail) -> None:
    mail.mark_sent(NOW)
    mail.queue_again(3, NOW)
    assert (mail.status, mail.due_at, mail.turn, mail.resends) == (MailStatus.QUEUED, NOW, 3, 1)


def test_attempts_of_a_mail_sent_again_are_counted_anew(mail: Mail) -> None:
    mail.mark_sent(NOW)
    mail.queue_again(3, NOW)
    assert (mail.attempts, mail.sent_at) == (0, None)


def test_a_waiting_mail_is_not_queued_again(mail: Mail) -> None:
    with pytest.raises(MailWaiting):
        mail.queue_again(0, NOW)
