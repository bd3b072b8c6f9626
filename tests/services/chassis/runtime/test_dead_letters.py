"""Dead letters are listed, replayed and dropped by operators and staff only."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import toys
from conftest import STAFF, Installation, user_of
from eventually import eventually
from sqlalchemy import insert, select, update

from services.chassis.bus import OutgoingEvent
from services.chassis.contract import Caller, NotFound, Operation
from services.chassis.contract.builtin_operations import (
    CountBacklog,
    DropDeadLetter,
    GetDeadLetter,
    ListDeadLetters,
    ReplayDeadLetter,
    ReplayDeadLetters,
)
from services.chassis.contract.caller import MANAGE_BUS, OPERATE
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.tables import inbox, jobs
from services.chassis.runtime.retention import INBOX

OPERATOR = Caller.operator(MANAGE_BUS, OPERATE)
STAFF_MEMBER = Caller.operator(MANAGE_BUS, name=str(uuid4()))
"""A member of staff, who calls through the gateway."""


def test_a_failed_event_is_listed_with_its_error_and_without_its_content(installation: Installation) -> None:
    id = _fail(installation, _make_toy(installation))
    row = _dead_letter(installation, id)
    assert (row["kind"], row["status"], row["error"]) == ("event", "dead", "RuntimeError: not this time")
    assert "body" not in row


def test_retried_events_are_listed_separately(installation: Installation) -> None:
    id = _fail(installation, _make_toy(installation), dead=False)
    assert id in [row["id"] for row in _operate(installation, ListDeadLetters, status="retry")["rows"]]
    assert id not in [row["id"] for row in _operate(installation, ListDeadLetters)["rows"]]


def test_a_dead_letter_is_shown_with_its_content(installation: Installation) -> None:
    toy_id = _make_toy(installation)
    assert toy_id in _operate(installation, GetDeadLetter, id=_fail(installation, toy_id))["body"]


def test_a_replayed_event_takes_effect_once(installation: Installation) -> None:
    toy_id = _make_toy(installation)
    id = _fail(installation, toy_id)
    toys.faults.clear()
    _operate(installation, ReplayDeadLetter, id=id)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1
    with pytest.raises(NotFound):
        _operate(installation, ReplayDeadLetter, id=id)


def test_a_dropped_event_never_takes_effect_and_keeps_no_content(installation: Installation) -> None:
    toy_id = _make_toy(installation)
    id = _fail(installation, toy_id)
    body = _operate(installation, GetDeadLetter, id=id)["body"].encode()
    toys.faults.clear()
    _operate(installation, DropDeadLetter, id=id)
    assert _inbox_row(installation, id).body is None
    _redeliver(installation, body)
    other = _make_toy(installation)
    installation.call(toys.BreakToy, toy_id=other)
    assert eventually(lambda: installation.shelf(other)["breaks"]) == 1
    assert installation.shelf(toy_id)["breaks"] == 0


def test_a_dropped_event_is_deleted_by_retention(installation: Installation) -> None:
    id = _fail(installation, _make_toy(installation))
    _operate(installation, DropDeadLetter, id=id)
    installation.shift(int(INBOX.total_seconds()) + 7200)
    assert eventually(lambda: _inbox_row(installation, id) is None)


def test_a_dead_job_is_listed_and_replayed(installation: Installation) -> None:
    toy_id = installation.make("given up")["id"]
    token = _dead_job(installation, toy_id)
    row = next(row for row in _operate(installation, ListDeadLetters, "toys")["rows"] if row["id"] == token)
    assert (row["kind"], row["name"], row["attempts"]) == ("job", "repair_toy", 60)
    _operate(installation, ReplayDeadLetter, "toys", id=token)
    assert eventually(lambda: _repairs(installation, toy_id)) == 1


def test_a_dropped_job_is_not_executed(installation: Installation) -> None:
    token = _dead_job(installation, installation.make("dropped")["id"])
    _operate(installation, DropDeadLetter, "toys", id=token)
    with pytest.raises(NotFound):
        _operate(installation, GetDeadLetter, "toys", id=token)


def test_a_scheduled_job_is_no_dead_letter(installation: Installation) -> None:
    toy_id = installation.make("in a year")["id"]
    installation.call(toys.OrderRepair, toy_id=toy_id, after_seconds=365 * 86400)
    with installation.runtime("toys").database.read() as session:
        token = session.scalar(select(jobs.c.token).where(jobs.c.key == toy_id))
    for operation in (GetDeadLetter, ReplayDeadLetter, DropDeadLetter):
        with pytest.raises(NotFound):
            _operate(installation, operation, "toys", id=str(token))


def test_the_backlog_counts_unsent_and_dead_events(installation: Installation) -> None:
    before = _operate(installation, CountBacklog)
    _fail(installation, _make_toy(installation))
    after = _operate(installation, CountBacklog)
    assert (after["dead"] - before["dead"], after["outbox"], after["outbox_since"]) == (1, 0, None)


def test_several_dead_letters_are_replayed_and_unknown_ones_skipped(installation: Installation) -> None:
    toy_ids = [_make_toy(installation), _make_toy(installation)]
    ids = [_fail(installation, toy_id) for toy_id in toy_ids]
    toys.faults.clear()
    assert _operate(installation, ReplayDeadLetters, ids=[*ids, "none-such"]) == {"count": 2}
    for toy_id in toy_ids:
        assert eventually(lambda toy_id=toy_id: installation.shelf(toy_id)["breaks"]) == 1
    assert _operate(installation, ReplayDeadLetters, ids=ids) == {"count": 0}


def test_replaying_everything_leaves_retried_events_waiting(installation: Installation) -> None:
    toy_id, paused_toy_id = _make_toy(installation), _make_toy(installation)
    dead, retried = _fail(installation, toy_id), _fail(installation, paused_toy_id, dead=False)
    toys.faults.clear()
    assert _operate(installation, ReplayDeadLetters, everything=True)["count"] >= 1
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1
    assert dead not in [row["id"] for row in _operate(installation, ListDeadLetters)["rows"]]
    assert _inbox_row(installation, retried).next_at.year == 2099


def test_staff_see_the_type_of_an_error_and_no_content(installation: Installation) -> None:
    toy_id = _make_toy(installation)
    id = _fail(installation, toy_id)
    row = next(row for row in _as_staff(installation, ListDeadLetters)["rows"] if row["id"] == id)
    shown = _as_staff(installation, GetDeadLetter, id=id)
    assert (row["error"], shown["error"], shown["body"]) == ("RuntimeError", "RuntimeError", "")


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        ("KeyError: 'sanne@vandijk.example'", "KeyError"),
        ("toy_already_broken {'name': 'Sanne'}", "toy_already_broken"),
        ("service_unavailable", "service_unavailable"),
        ("Sanne de Vries: unknown", ""),
        ("no kind at all", ""),
        ("", ""),
    ],
)
def test_staff_see_only_the_type_of_an_error(installation: Installation, error: str, shown: str) -> None:
    id = _fail(installation, _make_toy(installation))
    with installation.runtime("shelf").database.write("test") as session:
        session.execute(update(inbox).where(inbox.c.event_id == id).values(error=error))
    assert _as_staff(installation, GetDeadLetter, id=id)["error"] == shown


def test_staff_can_replay_and_drop(installation: Installation) -> None:
    toy_id = _make_toy(installation)
    replayed, dropped = _fail(installation, toy_id), _fail(installation, _make_toy(installation))
    toys.faults.clear()
    _as_staff(installation, ReplayDeadLetter, id=replayed)
    _as_staff(installation, DropDeadLetter, id=dropped)
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1
    assert _inbox_row(installation, dropped).status == "dropped"


def test_the_log_names_who_replayed_which_dead_letter(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    id = _fail(installation, _make_toy(installation))
    _as_staff(installation, ReplayDeadLetter, id=id)
    lines = eventually(lambda: [line for line in capsys.readouterr().out.splitlines() if "replay_dead_letter" in line])
    assert (STAFF_MEMBER.person_id in lines[0], id in lines[0]) == (True, True)


@pytest.mark.parametrize(
    "operation",
    [ListDeadLetters, GetDeadLetter, ReplayDeadLetter, ReplayDeadLetters, DropDeadLetter, CountBacklog],
)
@pytest.mark.parametrize("caller", [STAFF, user_of(uuid4()), Caller.visitor()], ids=["staff", "user", "visitor"])
def test_other_callers_cannot_access_dead_letters(
    installation: Installation, operation: type[Operation], caller: Caller
) -> None:
    request = {"id": "x"} if operation in (GetDeadLetter, ReplayDeadLetter, DropDeadLetter) else {}
    with pytest.raises(Exception, match=r"not_allowed|not_logged_in"):
        installation.environment.client("ops").call(operation, caller, service="shelf", **request)


def _operate(
    installation: Installation, operation: type[Operation], service: str = "shelf", **request: Any
) -> dict[str, Any]:
    return installation.environment.client("ops").call(operation, OPERATOR, service=service, **request)


def _as_staff(installation: Installation, operation: type[Operation], **request: Any) -> dict[str, Any]:
    return installation.client.call(operation, STAFF_MEMBER, service="shelf", **request)


def _make_toy(installation: Installation) -> str:
    return str(installation.make()["id"])


def _redeliver(installation: Installation, body: bytes) -> None:
    event = OutgoingEvent(uuid4().hex, "toys.events", "toy_broke", body, True)
    assert installation.runtime("toys").transport.publish([event]) == {event.id}


def _fail(installation: Installation, toy_id: str, *, dead: bool = True) -> str:
    """Break the toy while the shelf's subscription fails. Returns the id of the event."""
    toys.faults["fails"] = {toy_id: 10**6}
    condition = inbox.c.body.contains(toy_id)
    installation.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: _row(installation, condition))
    with installation.runtime("shelf").database.write("test") as session:
        status = {"status": "dead"} if dead else {"next_at": Clock(None).now().replace(year=2099)}
        session.execute(update(inbox).where(condition).values(status))
    return str(_row(installation, condition).event_id)


def _row(installation: Installation, condition: Any) -> Any:
    with installation.runtime("shelf").database.read() as session:
        return session.execute(select(inbox).where(condition)).first()


def _inbox_row(installation: Installation, id: str) -> Any:
    return _row(installation, inbox.c.event_id == id)


def _dead_letter(installation: Installation, id: str) -> dict[str, Any]:
    return next(row for row in _operate(installation, ListDeadLetters)["rows"] if row["id"] == id)


def _dead_job(installation: Installation, toy_id: str) -> str:
    token = uuid4()
    past = Clock(None).now().replace(year=2026, month=1, day=1)
    values = {"command": "repair_toy", "key": toy_id, "request": {"toy_id": toy_id}, "due_at": past, "token": token}
    with installation.runtime("toys").database.write("test") as session:
        session.execute(insert(jobs).values(**values, attempts=60, dead=True, error="toy_already_broken"))
    return str(token)


def _repairs(installation: Installation, toy_id: str) -> int:
    with installation.runtime("toys").database.read() as session:
        return int(session.scalar(select(toys.Toy.repairs).where(toys.Toy.id == UUID(toy_id))) or 0)
