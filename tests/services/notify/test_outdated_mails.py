"""Mails about visits: staff do not send one again that is not true any more."""

import datetime as dt
from typing import Any

import pytest
from contracts.builders import a_customer, a_machine
from contracts.mail_readers import Reader
from contracts.mails import MailServer
from contracts.running import STAFF, Installation
from eventually import eventually
from icalendar import Calendar

from services.chassis.contract import Command
from services.notify.contracts import GetMail, MailOutdated, ResendMail
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    HoldServiceRequest,
    ScheduleVisit,
)


@pytest.fixture(scope="module")
def sanne(installation: Installation) -> Reader:
    customer = a_customer(installation)
    return Reader(installation, customer, a_machine(installation, customer), name="Sanne de Wit", language="nl")


@pytest.fixture
def mail_server(installation: Installation) -> MailServer:
    assert installation.mail_server is not None
    return installation.mail_server


@pytest.fixture
def reference(installation: Installation, sanne: Reader) -> str:
    reference = sanne.file_service_request()
    do(installation, AcceptServiceRequest, reference)
    return reference


def do(installation: Installation, operation: type[Command], reference: str, **values: Any) -> None:
    installation.call(operation, STAFF, reference_number=reference, **values)


def visit(installation: Installation, days: int = 1, technician: str = "Kees Vis") -> dict[str, str]:
    begins = installation.now + dt.timedelta(days=days)
    ends = begins + dt.timedelta(hours=2)
    return {"begins_at": begins.isoformat(), "ends_at": ends.isoformat(), "technician": technician}


def mail_id(sanne: Reader, reference: str, template: str) -> str:
    """The id of the mail, after it has been sent."""

    def sent() -> Any:
        rows = (row for row in sanne.rows() if (row.template, row.status) == (template, "sent"))
        return next((str(row.id) for row in rows if row.event_data["reference_number"] == reference), None)

    return str(eventually(sent))


def expect_outdated(installation: Installation, mail: str) -> None:
    shown = installation.call(GetMail, STAFF, mail_id=mail)
    assert (shown["outdated"], shown["may_resend"]) == (True, False)
    with pytest.raises(MailOutdated):
        installation.call(ResendMail, STAFF, mail_id=mail)


def test_mail_about_a_visit_that_was_called_off_is_not_sent_again(
    installation: Installation, sanne: Reader, reference: str
) -> None:
    do(installation, ScheduleVisit, reference, **visit(installation))
    mail = mail_id(sanne, reference, "visit_scheduled")
    do(installation, CancelServiceRequest, reference, note="Machine weg")
    expect_outdated(installation, mail)


def test_mail_about_a_visit_that_was_rescheduled_is_not_sent_again(
    installation: Installation, sanne: Reader, reference: str
) -> None:
    do(installation, ScheduleVisit, reference, **visit(installation))
    mail = mail_id(sanne, reference, "visit_scheduled")
    do(installation, ScheduleVisit, reference, **visit(installation, days=2))
    expect_outdated(installation, mail)


def test_mail_that_a_visit_is_called_off_is_not_sent_again_while_another_is_planned(
    installation: Installation, sanne: Reader, reference: str
) -> None:
    do(installation, ScheduleVisit, reference, **visit(installation))
    do(installation, HoldServiceRequest, reference, waiting_for="parts", note="Rol")
    mail = mail_id(sanne, reference, "service_request_waiting_for_parts")
    assert installation.call(GetMail, STAFF, mail_id=mail)["may_resend"]
    do(installation, ScheduleVisit, reference, **visit(installation))
    expect_outdated(installation, mail)


def test_mail_sent_again_has_the_present_engineer_and_sequence(
    installation: Installation, mail_server: MailServer, sanne: Reader, reference: str
) -> None:
    planned = visit(installation)
    do(installation, ScheduleVisit, reference, **planned)
    mail = mail_id(sanne, reference, "visit_scheduled")
    do(installation, ScheduleVisit, reference, **planned | {"technician": "Truus Jansen"})
    mail_id(sanne, reference, "visit_technician_changed")
    installation.call(ResendMail, STAFF, mail_id=mail)

    def received() -> Any:
        mails = [
            m
            for m in mail_server.mails(sanne.address)
            if f"Bezoek gepland voor serviceaanvraag {reference}" in m["Subject"]
        ]
        return mails if len(mails) == 2 else None

    texts = [mail.get_body(("plain",)).get_content() for mail in eventually(received)]
    assert ["Monteur: Kees Vis" in text for text in texts] == [True, False]
    assert "Monteur: Truus Jansen" in texts[1]
    files = [Calendar.from_ical(part.get_content()) for mail in received() for part in mail.iter_attachments()]
    assert [int(event["SEQUENCE"]) for file in files for event in file.walk("VEVENT")] == [0, 2]
