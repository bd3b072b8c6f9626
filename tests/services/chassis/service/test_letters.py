"""Dead letters: what a service gave up can be seen, tried again and dropped, by whoever runs the installation alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import toys
from conftest import STAFF, Playroom, user_of
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
MEMBER = Caller.operator(MANAGE_BUS, name=str(uuid4()))
"""Of the staff, by way of the gateway."""


def test_an_event_that_failed_is_listed_with_its_error_and_without_its_content(playroom: Playroom) -> None:
    id = _fail(playroom, _toy(playroom))
    row = _listed(playroom, id)
    assert (row["kind"], row["status"], row["error"]) == ("event", "dead", "RuntimeError: not this time")
    assert "body" not in row


def test_what_is_still_tried_again_is_listed_apart(playroom: Playroom) -> None:
    id = _fail(playroom, _toy(playroom), dead=False)
    assert id in [row["id"] for row in _ask(playroom, ListDeadLetters, status="retry")["rows"]]
    assert id not in [row["id"] for row in _ask(playroom, ListDeadLetters)["rows"]]


def test_one_of_them_is_shown_with_its_content(playroom: Playroom) -> None:
    toy_id = _toy(playroom)
    assert toy_id in _ask(playroom, GetDeadLetter, id=_fail(playroom, toy_id))["body"]


def test_a_replayed_event_has_its_effect_once(playroom: Playroom) -> None:
    toy_id = _toy(playroom)
    id = _fail(playroom, toy_id)
    toys.trouble.clear()
    _ask(playroom, ReplayDeadLetter, id=id)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1
    with pytest.raises(NotFound):
        _ask(playroom, ReplayDeadLetter, id=id)


def test_a_dropped_event_never_has_its_effect_and_leaves_no_content(playroom: Playroom) -> None:
    toy_id = _toy(playroom)
    id = _fail(playroom, toy_id)
    body = _ask(playroom, GetDeadLetter, id=id)["body"].encode()
    toys.trouble.clear()
    _ask(playroom, DropDeadLetter, id=id)
    assert _kept(playroom, id).body is None
    _come_again(playroom, body)
    other = _toy(playroom)
    playroom.call(toys.BreakToy, toy_id=other)
    assert eventually(lambda: playroom.shelf(other)["breaks"]) == 1
    assert playroom.shelf(toy_id)["breaks"] == 0


def test_the_note_of_a_dropped_event_goes_in_its_time(playroom: Playroom) -> None:
    id = _fail(playroom, _toy(playroom))
    _ask(playroom, DropDeadLetter, id=id)
    playroom.shift(int(INBOX.total_seconds()) + 7200)
    assert eventually(lambda: _kept(playroom, id) is None)


def test_timed_work_that_was_given_up_is_listed_and_replayed(playroom: Playroom) -> None:
    toy_id = playroom.make("given up")["id"]
    token = _dead_job(playroom, toy_id)
    row = next(row for row in _ask(playroom, ListDeadLetters, "toys")["rows"] if row["id"] == token)
    assert (row["kind"], row["name"], row["attempts"]) == ("job", "repair_toy", 60)
    _ask(playroom, ReplayDeadLetter, "toys", id=token)
    assert eventually(lambda: _repairs(playroom, toy_id)) == 1


def test_timed_work_that_is_dropped_is_not_done(playroom: Playroom) -> None:
    token = _dead_job(playroom, playroom.make("dropped")["id"])
    _ask(playroom, DropDeadLetter, "toys", id=token)
    with pytest.raises(NotFound):
        _ask(playroom, GetDeadLetter, "toys", id=token)


def test_timed_work_that_only_waits_for_its_time_is_no_dead_letter(playroom: Playroom) -> None:
    toy_id = playroom.make("in a year")["id"]
    playroom.call(toys.OrderRepair, toy_id=toy_id, after_seconds=365 * 86400)
    with playroom.runtime("toys").database.read() as session:
        token = session.scalar(select(jobs.c.token).where(jobs.c.key == toy_id))
    for operation in (GetDeadLetter, ReplayDeadLetter, DropDeadLetter):
        with pytest.raises(NotFound):
            _ask(playroom, operation, "toys", id=str(token))


def test_the_backlog_counts_what_waits_and_what_was_given_up(playroom: Playroom) -> None:
    before = _ask(playroom, CountBacklog)
    _fail(playroom, _toy(playroom))
    after = _ask(playroom, CountBacklog)
    assert (after["dead"] - before["dead"], after["outbox"], after["outbox_since"]) == (1, 0, None)


def test_several_are_replayed_at_once_and_who_is_dealt_with_is_passed_over(playroom: Playroom) -> None:
    toys_ = [_toy(playroom), _toy(playroom)]
    ids = [_fail(playroom, toy_id) for toy_id in toys_]
    toys.trouble.clear()
    assert _ask(playroom, ReplayDeadLetters, ids=[*ids, "none-such"]) == {"count": 2}
    for toy_id in toys_:
        assert eventually(lambda toy_id=toy_id: playroom.shelf(toy_id)["breaks"]) == 1
    assert _ask(playroom, ReplayDeadLetters, ids=ids) == {"count": 0}


def test_all_that_were_given_up_are_replayed_and_what_is_tried_again_is_left_to_its_pause(playroom: Playroom) -> None:
    toy_id, pausing = _toy(playroom), _toy(playroom)
    given_up, waits = _fail(playroom, toy_id), _fail(playroom, pausing, dead=False)
    toys.trouble.clear()
    assert _ask(playroom, ReplayDeadLetters, everything=True)["count"] >= 1
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1
    assert given_up not in [row["id"] for row in _ask(playroom, ListDeadLetters)["rows"]]
    assert _kept(playroom, waits).next_at.year == 2099


def test_staff_see_the_kind_of_an_error_and_nothing_of_what_people_wrote(playroom: Playroom) -> None:
    toy_id = _toy(playroom)
    id = _fail(playroom, toy_id)
    row = next(row for row in _as_member(playroom, ListDeadLetters)["rows"] if row["id"] == id)
    found = _as_member(playroom, GetDeadLetter, id=id)
    assert (row["error"], found["error"], found["body"]) == ("RuntimeError", "RuntimeError", "")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("KeyError: 'sanne@vandijk.example'", "KeyError"),
        ("toy_already_broken {'name': 'Sanne'}", "toy_already_broken"),
        ("service_unavailable", "service_unavailable"),
        ("Sanne de Vries: unknown", ""),
        ("no kind at all", ""),
        ("", ""),
    ],
)
def test_of_an_error_no_more_than_its_kind_is_told(playroom: Playroom, error: str, told: str) -> None:
    id = _fail(playroom, _toy(playroom))
    with playroom.runtime("shelf").database.write("test") as session:
        session.execute(update(inbox).where(inbox.c.event_id == id).values(error=error))
    assert _as_member(playroom, GetDeadLetter, id=id)["error"] == told


def test_staff_replay_and_drop(playroom: Playroom) -> None:
    toy_id = _toy(playroom)
    replayed, dropped = _fail(playroom, toy_id), _fail(playroom, _toy(playroom))
    toys.trouble.clear()
    _as_member(playroom, ReplayDeadLetter, id=replayed)
    _as_member(playroom, DropDeadLetter, id=dropped)
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1
    assert _kept(playroom, dropped).status == "dropped"


def test_the_log_tells_who_replayed_what(playroom: Playroom, capsys: pytest.CaptureFixture[str]) -> None:
    id = _fail(playroom, _toy(playroom))
    _as_member(playroom, ReplayDeadLetter, id=id)
    said = eventually(lambda: [line for line in capsys.readouterr().out.splitlines() if "replay_dead_letter" in line])
    assert (MEMBER.person_id in said[0], id in said[0]) == (True, True)


@pytest.mark.parametrize(
    "operation",
    [ListDeadLetters, GetDeadLetter, ReplayDeadLetter, ReplayDeadLetters, DropDeadLetter, CountBacklog],
)
@pytest.mark.parametrize("caller", [STAFF, user_of(uuid4()), Caller.visitor()], ids=["staff", "user", "visitor"])
def test_nobody_else_gets_at_them(playroom: Playroom, operation: type[Operation], caller: Caller) -> None:
    request = {"id": "x"} if operation in (GetDeadLetter, ReplayDeadLetter, DropDeadLetter) else {}
    with pytest.raises(Exception, match=r"not_allowed|not_logged_in"):
        playroom.environment.client("ops").call(operation, caller, service="shelf", **request)


def _ask(playroom: Playroom, operation: type[Operation], service: str = "shelf", **request: Any) -> dict[str, Any]:
    return playroom.environment.client("ops").call(operation, OPERATOR, service=service, **request)


def _as_member(playroom: Playroom, operation: type[Operation], **request: Any) -> dict[str, Any]:
    return playroom.client.call(operation, MEMBER, service="shelf", **request)


def _toy(playroom: Playroom) -> str:
    return str(playroom.make()["id"])


def _come_again(playroom: Playroom, body: bytes) -> None:
    again = OutgoingEvent(uuid4().hex, "toys.events", "toy_broke", body, True)
    assert playroom.runtime("toys").transport.publish([again]) == {again.id}


def _fail(playroom: Playroom, toy_id: str, *, dead: bool = True) -> str:
    """The toy breaks, and the shelf cannot have the effect of that: the event's id."""
    toys.trouble["fails"] = {toy_id: 10**6}
    body = inbox.c.body.contains(toy_id)
    playroom.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: _row(playroom, body))
    with playroom.runtime("shelf").database.write("test") as session:
        status = {"status": "dead"} if dead else {"next_at": Clock(None).now().replace(year=2099)}
        session.execute(update(inbox).where(body).values(status))
    return str(_row(playroom, body).event_id)


def _row(playroom: Playroom, condition: Any) -> Any:
    with playroom.runtime("shelf").database.read() as session:
        return session.execute(select(inbox).where(condition)).first()


def _kept(playroom: Playroom, id: str) -> Any:
    return _row(playroom, inbox.c.event_id == id)


def _listed(playroom: Playroom, id: str) -> dict[str, Any]:
    return next(row for row in _ask(playroom, ListDeadLetters)["rows"] if row["id"] == id)


def _dead_job(playroom: Playroom, toy_id: str) -> str:
    token = uuid4()
    past = Clock(None).now().replace(year=2026, month=1, day=1)
    values = {"command": "repair_toy", "key": toy_id, "request": {"toy_id": toy_id}, "due_at": past, "token": token}
    with playroom.runtime("toys").database.write("test") as session:
        session.execute(insert(jobs).values(**values, attempts=60, dead=True, error="toy_already_broken"))
    return str(token)


def _repairs(playroom: Playroom, toy_id: str) -> int:
    with playroom.runtime("toys").database.read() as session:
        return int(session.scalar(select(toys.Toy.repairs).where(toys.Toy.id == UUID(toy_id))) or 0)
