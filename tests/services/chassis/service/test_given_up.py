"""An event that kills whoever handles it ends as a dead letter of its service, once; replayed, it has one effect."""

import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import shared_servers
import toys
from conftest import Playroom
from dying import BROKE
from eventually import eventually
from sqlalchemy import select

from deploy.rabbitmq.definitions import DELIVERY_LIMIT, policies
from services.chassis.bus import DeadLetteredMessage, OutgoingEvent
from services.chassis.bus.envelope import Envelope
from services.chassis.contract.builtin_operations import DropDeadLetter, ListDeadLetters, ReplayDeadLetter
from services.chassis.messaging.broker_dead_letters import BrokerDeadLetters
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.tables import inbox


def test_an_event_that_kills_every_consumer_is_a_dead_letter_and_replayed_has_one_effect(playroom: Playroom) -> None:
    _need_policy(playroom)
    toy_id = playroom.make()["id"]
    event = _broke(toy_id)
    playroom.process.stop()
    _publish(playroom, event)
    assert _killed(playroom, "handling", DELIVERY_LIMIT + 1) == DELIVERY_LIMIT + 1
    assert _killed(playroom, "before the commit", 2) == 2
    assert _killed(playroom, "before the acknowledgement", 2) == 2
    playroom.start()
    (row,) = eventually(lambda: _letters(playroom, event))
    assert (row["status"], row["name"], row["error"].partition(":")[0]) == ("dead", BROKE.queue, "delivery_limit")
    playroom.operate(ReplayDeadLetter, service="shelf", id=str(event.id))
    eventually(lambda: playroom.shelf(toy_id)["breaks"] == 1)
    _publish(playroom, event)
    _marker_passes(playroom)
    assert playroom.shelf(toy_id)["breaks"] == 1


def test_one_that_had_its_effect_meanwhile_is_no_dead_letter(playroom: Playroom) -> None:
    toy_id = playroom.make()["id"]
    event = _broke(toy_id)
    _publish(playroom, event)
    eventually(lambda: playroom.shelf(toy_id)["breaks"] == 1)
    assert _give_up(playroom, event.to_bytes()) == [True]
    assert _letters(playroom, event) == []


def test_one_that_was_dropped_stays_dropped(playroom: Playroom) -> None:
    event = _broke(str(uuid.uuid4()))
    _give_up(playroom, event.to_bytes())
    playroom.operate(DropDeadLetter, service="shelf", id=str(event.id))
    assert _give_up(playroom, event.to_bytes()) == [True]
    assert _letters(playroom, event) == []


def test_bytes_that_are_no_event_are_kept_once_however_often_they_come(playroom: Playroom) -> None:
    garbage = b"\xff\x00 nonsense " + uuid.uuid4().bytes
    assert _give_up(playroom, garbage) + _give_up(playroom, garbage) == [True, True]
    body = garbage.decode(errors="replace").replace("\0", "\ufffd")
    with playroom.runtime("shelf").database.read() as session:
        assert len(session.execute(select(inbox).where(inbox.c.body == body)).all()) == 1


def test_whom_it_is_about_is_noted_so_that_erasing_finds_it(playroom: Playroom) -> None:
    event = _broke(str(uuid.uuid4()), child_id="kim")
    _give_up(playroom, event.to_bytes())
    with playroom.runtime("shelf").database.read() as session:
        assert session.scalar(select(inbox.c.persons).where(inbox.c.event_id == str(event.id))) == ["kim"]


def test_null_characters_anywhere_keep_nothing_from_being_kept(playroom: Playroom) -> None:
    event = _broke(str(uuid.uuid4()), child_id="k\0m")
    assert _give_up(playroom, event.to_bytes()) == [True]
    assert len(_letters(playroom, event)) == 1


def test_what_cannot_be_read_is_a_dead_letter_at_once_also_with_null_bytes(playroom: Playroom) -> None:
    word = uuid.uuid4().hex
    nonsense = OutgoingEvent(uuid.uuid4().hex, "toys.events", "toy_broke", b"\x00 nonsense " + word.encode(), True)
    assert playroom.runtime("toys").transport.publish([nonsense]) == {nonsense.id}
    with playroom.runtime("shelf").database.read() as session:
        found = select(inbox.c.status).where(inbox.c.body.contains(word))
        assert eventually(lambda: session.rollback() or session.scalar(found)) == "dead"


def _need_policy(playroom: Playroom) -> None:
    if "RabbitMQ" not in playroom.environment.name:
        pytest.skip("within the process no consumer dies alone")
    vhost = shared_servers.amqp_url().rsplit("/", 1)[1] or "/"
    rule = next(one for one in policies(vhost, ["shelf"]) if one["name"] == "events-shelf")
    options = ["-p", vhost, "--apply-to", "queues", "--priority", str(rule["priority"])]
    if not shared_servers.rabbitmqctl(
        "set_policy", *options, rule["name"], rule["pattern"], json.dumps(rule["definition"])
    ):
        pytest.skip("NOT TESTED: rabbitmqctl is not here to set a policy")


def _broke(toy_id: str, child_id: str = "nobody") -> Envelope:
    data = {"toy_id": toy_id, "child_id": child_id, "how": "dropped"}
    return Envelope(new_id(), "toys", "toy_broke", Clock().now(), toy_id, 1, "c", data)


def _publish(playroom: Playroom, event: Envelope) -> None:
    """As the toys' outbox does."""
    transport = playroom.environment.connect("toys")
    outgoing = OutgoingEvent(str(event.id), "toys.events", event.type, event.to_bytes(), True)
    assert eventually(lambda: transport.publish([outgoing])) == {outgoing.id}


def _killed(playroom: Playroom, where: str, times: int) -> int:
    """How many of so many processes that do this were killed, one after the other."""
    place = playroom.runtime("shelf").database.url.render_as_string(hide_password=False)
    program = [
        sys.executable,
        str(Path(__file__).parent / "dying.py"),
        where,
        shared_servers.amqp_url(),
        place,
        str(times),
    ]
    return subprocess.run(program, timeout=120).returncode


def _give_up(playroom: Playroom, body: bytes) -> list[bool]:
    """As the bus does; what it is told."""
    told: list[bool] = []
    runtime = playroom.runtime("shelf")
    BrokerDeadLetters(runtime.database, runtime.clock, {BROKE.queue: toys.ToyBroke}).keep(
        DeadLetteredMessage(BROKE.queue, "delivery_limit", body, told.append)
    )
    return told


def _letters(playroom: Playroom, event: Envelope) -> list[dict[str, Any]]:
    rows = [
        row
        for status in ("dead", "retry")
        for row in playroom.operate(ListDeadLetters, service="shelf", status=status, limit=500)["rows"]
    ]
    return [row for row in rows if row["id"] == str(event.id)]


def _marker_passes(playroom: Playroom) -> None:
    """What was published before has been handled as well."""
    marker = playroom.make()["id"]
    _publish(playroom, _broke(marker))
    eventually(lambda: playroom.shelf(marker)["breaks"] == 1)
