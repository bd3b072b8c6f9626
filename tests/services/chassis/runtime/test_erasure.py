"""What a service has stored about an erased person is blanked, and what arrives later as well."""

import uuid
from typing import Any

import pytest
import toys
from conftest import STAFF, Installation, user_of
from eventually import eventually
from sqlalchemy import insert, select

from services.chassis.contract import Caller, NotAllowed, NotLoggedIn
from services.chassis.contract.personal_data_operations import (
    MAX_OTHER_IDS,
    ApplyErasure,
    ListErasures,
    ReadPersonalData,
)
from services.chassis.persistence.tables import idempotency_keys, inbox, jobs, outbox

AT = "2026-03-03T08:12:00+00:00"


def erase(installation: Installation, person_id: str, *services: str, other_ids: tuple[str, ...] = ()) -> None:
    """Returns when the erasure is complete."""
    for service in services or ("toys", "shelf"):
        request = {"person_id": person_id, "erased_at": AT, "other_ids": list(other_ids)}
        installation.operate(ApplyErasure, service=service, **request)
        eventually(lambda service=service: person_id in completed(installation, service))


def completed(installation: Installation, service: str) -> list[str]:
    rows = installation.operate(ListErasures, service=service, limit=500)["rows"]
    return [row["person_id"] for row in rows if row["completed"]]


def rows(installation: Installation, service: str, table: Any, *conditions: Any) -> list[Any]:
    with installation.runtime(service).database.read() as session:
        return list(session.execute(select(table).where(*conditions)))


def break_toy(installation: Installation, person_id: str, how: str) -> str:
    toy_id = str(installation.make()["id"])
    installation.call(toys.BreakToy, toy_id=toy_id, child_id=person_id, how=how)
    return toy_id


@pytest.mark.every_environment
def test_the_outbox_loses_personal_fields_and_keeps_the_event(installation: Installation) -> None:
    person_id = str(uuid.uuid4())
    toy_id = break_toy(installation, person_id, "canary")
    erase(installation, person_id)
    (event,) = [row for row in rows(installation, "toys", outbox) if row.body["data"].get("child_id") == person_id]
    assert event.body["data"] == {"toy_id": toy_id, "child_id": person_id, "how": ""}


def test_rows_of_the_person_lose_marked_columns_alone(installation: Installation) -> None:
    person_id = str(uuid.uuid4())
    toy_id = break_toy(installation, person_id, "canary")
    other_id = break_toy(installation, str(uuid.uuid4()), "kept")
    eventually(lambda: installation.shelf(toy_id)["breaks"] and installation.shelf(other_id)["breaks"])
    erase(installation, person_id, other_ids=(toy_id,))
    breakages = rows(installation, "shelf", toys.Breakage.__table__)
    assert {str(row.toy_id): row.how for row in breakages if str(row.toy_id) in (toy_id, other_id)} == {
        toy_id: "",
        other_id: "kept",
    }


@pytest.mark.every_environment
def test_an_event_about_an_erased_person_arrives_without_personal_fields(installation: Installation) -> None:
    person_id = str(uuid.uuid4())
    erase(installation, person_id)
    toy_id = break_toy(installation, person_id, "canary")
    eventually(lambda: installation.shelf(toy_id)["breaks"])
    breakages = rows(installation, "shelf", toys.Breakage.__table__)
    assert [row.how for row in breakages if str(row.toy_id) == toy_id] == [""]


def test_a_retry_about_an_erased_person_is_stored_without_personal_fields(installation: Installation) -> None:
    person_id = str(uuid.uuid4())
    erase(installation, person_id)
    toy_id = str(installation.make()["id"])
    toys.faults["fails"] = {toy_id: 1000}
    installation.call(toys.BreakToy, toy_id=toy_id, child_id=person_id, how="canary")
    eventually(
        lambda: [row for row in rows(installation, "shelf", inbox, inbox.c.status == "retry") if toy_id in row.body]
    )
    toys.faults["fails"] = {}
    assert not [row for row in rows(installation, "shelf", inbox) if "canary" in (row.body or "")]


@pytest.mark.every_environment
def test_messages_that_wait_or_are_dead_lose_what_is_personal(installation: Installation) -> None:
    person_id, event_ids = str(uuid.uuid4()), [str(uuid.uuid4()) for _ in range(2)]
    stored = {
        "subscription": "gone",
        "attempts": 1,
        "persons": [person_id],
        "received_at": installation.runtime("shelf").clock.now(),
    }
    with installation.runtime("shelf").database.write("plant") as session:
        for event_id, body in zip(
            event_ids, (f'{{"no": "event", "of": "{person_id}"}}', f"{person_id} canary"), strict=True
        ):
            values = {"event_id": event_id, "status": "dead", "body": body, "error": "KeyError: canary"}
            session.execute(insert(inbox).values(stored | values))
    erase(installation, person_id, "shelf")
    found = rows(installation, "shelf", inbox, inbox.c.event_id.in_(event_ids))
    assert [(row.body, row.error) for row in found] == [("{}", "KeyError")] * 2


@pytest.mark.every_environment
def test_a_job_about_the_person_loses_what_is_personal(installation: Installation) -> None:
    person_id = uuid.uuid4()
    values = {"command": "gone", "key": str(uuid.uuid4()), "token": uuid.uuid4(), "attempts": 1, "dead": True}
    values |= {"request": {"person_id": str(person_id), "name": "canary"}, "error": "Invalid: canary"}
    with installation.runtime("toys").database.write("plant") as session:
        session.execute(insert(jobs).values(values | {"due_at": installation.runtime("toys").clock.now()}))
    erase(installation, str(person_id), "toys")
    (job,) = rows(installation, "toys", jobs, jobs.c.key == values["key"])
    assert (job.request, job.error) == ({}, "Invalid")


@pytest.mark.every_environment
def test_stored_responses_to_the_person_lose_what_is_personal(installation: Installation) -> None:
    person_id = str(uuid.uuid4())
    values = {
        "caller": f"user:{person_id}:",
        "operation": "gone",
        "key": "k",
        "request_hash": "",
        "response": {"a": "canary"},
    }
    with installation.runtime("toys").database.write("plant") as session:
        session.execute(
            insert(idempotency_keys).values(values | {"stored_at": installation.runtime("toys").clock.now()})
        )
    erase(installation, person_id, "toys")
    (record,) = rows(installation, "toys", idempotency_keys, idempotency_keys.c.caller == values["caller"])
    assert record.response == {}


def test_an_erased_person_executes_no_command(installation: Installation) -> None:
    caller = user_of(owner := uuid.uuid4())
    erase(installation, caller.person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(toys.MakeToy, caller, name="late", owner_id=owner)


def test_an_erasure_can_be_applied_twice_and_gains_ids(installation: Installation) -> None:
    person_id, ids = str(uuid.uuid4()), [str(uuid.uuid4()), str(uuid.uuid4())]
    for id in ids:
        erase(installation, person_id, other_ids=(id,))
    found = installation.operate(ListErasures, service="shelf", limit=500)["rows"]
    assert [row["other_ids"] for row in found if row["person_id"] == person_id] == [sorted(ids)]


def test_more_rows_than_one_batch_are_erased(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.chassis.persistence.personal_data.BATCH", 2)
    toy_ids = [break_toy(installation, str(uuid.uuid4()), "many") for _ in range(5)]
    eventually(lambda: all(installation.shelf(toy_id)["breaks"] for toy_id in toy_ids))
    erase(installation, str(uuid.uuid4()), "shelf", other_ids=tuple(toy_ids))
    breakages = rows(installation, "shelf", toys.Breakage.__table__)
    assert {row.how for row in breakages if str(row.toy_id) in toy_ids} == {""}


@pytest.mark.every_environment
def test_messages_are_erased_in_batches(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with a batch of messages before them that have nothing to erase."""
    person_id = str(uuid.uuid4())
    for how in ("", "", "", *["many"] * 5):
        break_toy(installation, person_id, how)
    monkeypatch.setattr("services.chassis.messaging.erasure.BATCH", 2)
    erase(installation, person_id, "toys")
    events = [row.body["data"] for row in rows(installation, "toys", outbox)]
    assert [data["how"] for data in events if data.get("child_id") == person_id] == [""] * 8


@pytest.mark.every_environment
def test_a_person_known_by_thousands_of_ids_is_erased(installation: Installation) -> None:
    """SQLite refuses a condition with more than 1,000 parts."""
    child_id = str(uuid.uuid4())
    break_toy(installation, child_id, "canary")
    ids = [str(uuid.uuid4()) for _ in range(MAX_OTHER_IDS - 1)]
    erase(installation, str(uuid.uuid4()), "toys", other_ids=(*ids, child_id))
    (event,) = [row for row in rows(installation, "toys", outbox) if row.body["data"].get("child_id") == child_id]
    assert event.body["data"]["how"] == ""


@pytest.mark.parametrize("operation", [ListErasures, ApplyErasure])
def test_only_operators_see_and_apply_erasures(installation: Installation, operation: Any) -> None:
    request = {"person_id": str(uuid.uuid4()), "erased_at": AT} if operation is ApplyErasure else {}
    with pytest.raises(NotAllowed):
        installation.call(operation, STAFF, service="toys", **request)


def test_only_the_owner_of_the_accounts_reads_personal_data(installation: Installation) -> None:
    client = installation.environment.client("shelf")
    with pytest.raises(NotAllowed):
        client.call(ReadPersonalData, Caller.service("shelf"), service="toys", person_id=str(uuid.uuid4()))
