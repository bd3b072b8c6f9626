"""Visits of service requests: planned, changed and called off, and the mails about that."""

import datetime as dt
from typing import Any

import pytest
from contracts.builders import a_customer, a_logged_in_user, a_machine, a_service_request
from contracts.running import STAFF, Installation
from eventually import eventually
from icalendar import Calendar

from services.chassis.contract import Caller, Operation
from services.identity.contracts import Right
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    GetServiceRequest,
    ImpossibleVisit,
    ScheduleVisit,
    VisitChanged,
)

ADDRESS = "reader@visits.example"


@pytest.fixture(scope="module")
def customer_and_machine(installation: Installation) -> tuple[Any, str]:
    customer = a_customer(installation)
    return customer, a_machine(installation, customer)


@pytest.fixture(scope="module")
def sanne(installation: Installation, customer_and_machine: tuple[Any, str]) -> Caller:
    return a_logged_in_user(installation, customer_and_machine[0], Right.REQUEST_SERVICE, email=ADDRESS)


@pytest.fixture
def accepted(installation: Installation, sanne: Caller, customer_and_machine: tuple[Any, str]) -> str:
    """The reference number of an accepted request."""
    reference = str(a_service_request(installation, sanne, customer_and_machine[1])["reference_number"])
    do(installation, AcceptServiceRequest, reference)
    return reference


def do(installation: Installation, operation: type[Operation], reference: str, **values: Any) -> None:
    installation.call(operation, STAFF, reference_number=reference, **values)


def find(installation: Installation, caller: Caller, reference: str) -> dict[str, Any]:
    return installation.call(GetServiceRequest, caller, reference_number=reference)


def visit(installation: Installation, **offset: float) -> dict[str, str]:
    begins = installation.now + dt.timedelta(**(offset or {"days": 1}))
    return {"begins_at": begins.isoformat(), "ends_at": (begins + dt.timedelta(hours=2)).isoformat()}


def mails_about(installation: Installation, reference: str) -> list[Any]:
    installation.settle()
    assert installation.mail_server is not None
    return [mail for mail in installation.mail_server.mails(ADDRESS) if reference in mail["Subject"]]


def test_a_visit_in_the_past_is_refused(installation: Installation, accepted: str) -> None:
    with pytest.raises(ImpossibleVisit):
        do(installation, ScheduleVisit, accepted, **visit(installation, days=-1))


def test_visit_that_has_ended_cannot_be_moved(installation: Installation, sanne: Caller, accepted: str) -> None:
    assert find(installation, STAFF, accepted)["may_reschedule_visit"] is False
    do(installation, ScheduleVisit, accepted, **visit(installation, hours=1))
    assert [find(installation, reader, accepted)["may_reschedule_visit"] for reader in (STAFF, sanne)] == [True, False]
    installation.shift(hours=4)
    ended = find(installation, STAFF, accepted)
    assert (ended["may_schedule"], ended["may_reschedule_visit"]) == (True, False)


def test_changed_visit_is_replaced_only_by_who_saw_it(installation: Installation, accepted: str) -> None:
    seen = find(installation, STAFF, accepted)["visit_revision"]
    do(installation, ScheduleVisit, accepted, **visit(installation), visit_revision=seen)
    with pytest.raises(VisitChanged) as refused:
        do(installation, ScheduleVisit, accepted, **visit(installation, days=2), visit_revision=seen)
    present = find(installation, STAFF, accepted)["visit_revision"]
    assert refused.value.params == {"visit_revision": present}
    do(installation, ScheduleVisit, accepted, **visit(installation, days=2), visit_revision=present)
    assert find(installation, STAFF, accepted)["timeline"][-1]["step"] == "visit_rescheduled"


def test_mail_says_that_another_engineer_comes_and_none_that_nothing_changed(
    installation: Installation, accepted: str
) -> None:
    planned = visit(installation)
    for technician in ("Kees Vis", "Kees Vis", "Truus Jansen"):
        do(installation, ScheduleVisit, accepted, technician=technician, **planned)
    subjects = eventually(lambda: found if len(found := _visit_subjects(installation, accepted)) == 2 else None)
    assert [subject.split(" voor ")[0] for subject in sorted(subjects)] == ["Andere monteur", "Bezoek gepland"]
    assert len(_calendars(installation, accepted)) == 1


def test_a_mail_about_a_visit_names_the_engineer(installation: Installation, accepted: str) -> None:
    do(installation, ScheduleVisit, accepted, technician="Bas Visser", **visit(installation))
    (mail,) = eventually(lambda: [mail for mail in mails_about(installation, accepted) if "Bezoek" in mail["Subject"]])
    assert "Monteur: Bas Visser" in mail.get_body(("plain",)).get_content()


def test_a_rescheduled_visit_keeps_the_uid_of_its_calendar_file(installation: Installation, accepted: str) -> None:
    first, second = visit(installation), visit(installation, days=2)
    do(installation, ScheduleVisit, accepted, **first)
    do(installation, ScheduleVisit, accepted, **second)
    do(installation, CancelServiceRequest, accepted, note="Machine weg")
    files = eventually(lambda: calendars if len(calendars := _calendars(installation, accepted)) == 3 else None)
    events = sorted((event for file in files for event in file.walk("VEVENT")), key=lambda event: event["SEQUENCE"])
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 2, 3]
    assert [event.decoded("DTSTART").isoformat()[:16] for event in events] == [
        first["begins_at"][:16], second["begins_at"][:16], second["begins_at"][:16],
    ]  # fmt: skip
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert sorted(str(file["METHOD"]) for file in files) == ["CANCEL", "PUBLISH", "PUBLISH"]


def _calendars(installation: Installation, reference: str) -> list[Any]:
    parts = [part for mail in mails_about(installation, reference) for part in mail.walk()]
    return [
        Calendar.from_ical(part.get_payload(decode=True))
        for part in parts
        if part.get_content_type() == "text/calendar"
    ]


def _visit_subjects(installation: Installation, reference: str) -> list[str]:
    subjects = [str(mail["Subject"]) for mail in mails_about(installation, reference)]
    return [subject for subject in subjects if "ezoek" in subject]
