"""An event whose consumers are killed becomes one dead letter of its service; replayed, it takes effect once."""

import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import shared_servers
import toys
from conftest import Installation, make_tables
from eventually import eventually
from killed_consumers import TOY_BROKE
from sqlalchemy import select, text

from deploy.rabbitmq.definitions import DELIVERY_LIMIT, policies
from services.chassis.bus import DeadLetteredMessage, OutgoingEvent, Unstorable
from services.chassis.bus.envelope import Envelope
from services.chassis.contract.builtin_operations import DropDeadLetter, ListDeadLetters, ReplayDeadLetter
from services.chassis.messaging.broker_dead_letters import BrokerDeadLetters
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import inbox


def test_an_event_that_kills_its_consumers_becomes_one_replayable_dead_letter(
    installation: Installation,
) -> None:
    _require_policy(installation)
    toy_id = installation.make()["id"]
    event = _broke(toy_id)
    installation.process.stop()
    _publish(installation, event)
    times = {"handling": DELIVERY_LIMIT + 1, "before the commit": 2, "before the acknowledgement": 2}
    assert _killed(installation, times) == times
    installation.start()
    (row,) = eventually(lambda: _dead_letters(installation, event))
    assert (row["status"], row["name"], row["error"].partition(":")[0]) == ("dead", TOY_BROKE.queue, "delivery_limit")
    installation.operate(ReplayDeadLetter, service="shelf", id=str(event.id))
    eventually(lambda: installation.shelf(toy_id)["breaks"] == 1)
    _publish(installation, event)
    _wait_for_a_later_event(installation)
    assert installation.shelf(toy_id)["breaks"] == 1


def test_a_processed_event_does_not_become_a_dead_letter(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    event = _broke(toy_id)
    _publish(installation, event)
    eventually(lambda: installation.shelf(toy_id)["breaks"] == 1)
    assert _deliver_dead_letter(installation, event.to_bytes()) == [True]
    assert _dead_letters(installation, event) == []


def test_a_dropped_event_stays_dropped(installation: Installation) -> None:
    event = _broke(str(uuid.uuid4()))
    _deliver_dead_letter(installation, event.to_bytes())
    installation.operate(DropDeadLetter, service="shelf", id=str(event.id))
    assert _deliver_dead_letter(installation, event.to_bytes()) == [True]
    assert _dead_letters(installation, event) == []


def test_undecodable_bytes_are_stored_once(installation: Installation) -> None:
    garbage = b"\xff\x00 nonsense " + uuid.uuid4().bytes
    assert _deliver_dead_letter(installation, garbage) + _deliver_dead_letter(installation, garbage) == [True, True]
    body = garbage.decode(errors="replace").replace("\0", "\ufffd")
    with installation.runtime("shelf").database.read() as session:
        assert len(session.execute(select(inbox).where(inbox.c.body == body)).all()) == 1


def test_persons_of_a_dead_letter_are_stored(installation: Installation) -> None:
    event = _broke(str(uuid.uuid4()), child_id="kim")
    _deliver_dead_letter(installation, event.to_bytes())
    with installation.runtime("shelf").database.read() as session:
        assert session.scalar(select(inbox.c.persons).where(inbox.c.event_id == str(event.id))) == ["kim"]


def test_null_characters_do_not_prevent_storing(installation: Installation) -> None:
    event = _broke(str(uuid.uuid4()), child_id="k\0m")
    assert _deliver_dead_letter(installation, event.to_bytes()) == [True]
    assert len(_dead_letters(installation, event)) == 1


def test_an_undecodable_event_with_null_bytes_is_dead_at_once(installation: Installation) -> None:
    marker = uuid.uuid4().hex
    undecodable = OutgoingEvent(uuid.uuid4().hex, "toys.events", "toy_broke", b"\x00 nonsense " + marker.encode(), True)
    assert installation.runtime("toys").transport.publish([undecodable]) == {undecodable.id}
    with installation.runtime("shelf").database.read() as session:
        status_query = select(inbox.c.status).where(inbox.c.body.contains(marker))
        assert eventually(lambda: session.rollback() or session.scalar(status_query)) == "dead"


def test_a_row_that_the_database_refuses_is_given_up(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'shelf.db'}")
    make_tables(database, toys.BASES["shelf"])
    with database.write("refuse rows") as session:
        session.execute(
            text("CREATE TRIGGER refuse BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room for this'); END")
        )
    message = DeadLetteredMessage(TOY_BROKE.queue, "delivery_limit", b"anything", lambda stored: None)
    with pytest.raises(Unstorable):
        BrokerDeadLetters(database, Clock(), {}).store(message)
    database.close()


def _require_policy(installation: Installation) -> None:
    if "RabbitMQ" not in installation.environment.name:
        pytest.skip("in-process, a consumer cannot be killed separately")
    vhost = shared_servers.amqp_url().rsplit("/", 1)[1] or "/"
    policy = next(policy for policy in policies(vhost, ["shelf"]) if policy["name"] == "events-shelf")
    options = ["-p", vhost, "--apply-to", "queues", "--priority", str(policy["priority"])]
    if not shared_servers.rabbitmqctl(
        "set_policy", *options, policy["name"], policy["pattern"], json.dumps(policy["definition"])
    ):
        pytest.skip("NOT TESTED: rabbitmqctl is not here to set a policy")


def _broke(toy_id: str, child_id: str = "nobody") -> Envelope:
    data = {"toy_id": toy_id, "child_id": child_id, "how": "dropped"}
    return Envelope(new_id(), "toys", "toy_broke", Clock().now(), toy_id, 1, "c", data)


def _publish(installation: Installation, event: Envelope) -> None:
    """As the relay of the toys does."""
    transport = installation.environment.connect("toys")
    outgoing = OutgoingEvent(str(event.id), "toys.events", event.type, event.to_bytes(), True)
    assert eventually(lambda: transport.publish([outgoing])) == {outgoing.id}


def _killed(installation: Installation, times: dict[str, int]) -> dict[str, int]:
    """How many of these processes, run one after the other, were killed in each place."""
    database_url = installation.runtime("shelf").database.url.render_as_string(hide_password=False)
    program = [sys.executable, str(Path(__file__).parent / "killed_consumers.py")]
    arguments = [shared_servers.amqp_url(), database_url, json.dumps(times)]
    result = subprocess.run([*program, *arguments], stdout=subprocess.PIPE, text=True, timeout=120)
    return dict(json.loads(result.stdout.splitlines()[-1]))


def _deliver_dead_letter(installation: Installation, body: bytes) -> list[bool]:
    """Store a broker dead letter as the bus does. Returns how it was settled."""
    settled: list[bool] = []
    runtime = installation.runtime("shelf")
    BrokerDeadLetters(runtime.database, runtime.clock, {TOY_BROKE.queue: toys.ToyBroke}).store(
        DeadLetteredMessage(TOY_BROKE.queue, "delivery_limit", body, settled.append)
    )
    return settled


def _dead_letters(installation: Installation, event: Envelope) -> list[dict[str, Any]]:
    rows = [
        row
        for status in ("dead", "retry")
        for row in installation.operate(ListDeadLetters, service="shelf", status=status, limit=500)["rows"]
    ]
    return [row for row in rows if row["id"] == str(event.id)]


def _wait_for_a_later_event(installation: Installation) -> None:
    """Wait until everything published before has been handled."""
    marker = installation.make()["id"]
    _publish(installation, _broke(marker))
    eventually(lambda: installation.shelf(marker)["breaks"] == 1)
