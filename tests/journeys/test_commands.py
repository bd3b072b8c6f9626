"""The command line beside a running portal, in either way to run: the same commands, the same answers."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dead_letter import give_up
from eventually import eventually
from portal import CUSTOMER, PASSWORD, ROOT, Portal

SERVICE_NAMES = ["identity", "fleet", "ordering", "servicedesk", "notify"]
WALK = ROOT / "tests" / "samples" / "walks" / "colour_with_serial.snmprec"


@pytest.fixture(params=["embedded", "full"])
def running(request: pytest.FixtureRequest) -> Portal:
    portal: Portal = request.getfixturevalue("portal" if request.param == "embedded" else "full_portal")
    if not portal.is_running:
        portal.start()
    return portal


def test_every_service_says_that_it_is_well(running: Portal) -> None:
    rows = _json(running, "services")
    assert [(row["service"], row["well"]) for row in rows] == [(name, True) for name in SERVICE_NAMES]


def test_every_queue_has_one_who_takes_from_it(running: Portal) -> None:
    rows = {row["queue"]: row["consumers"] for row in _json(running, "queues")}
    assert {queue for queue, consumers in rows.items() if not consumers} <= {"dead-letters"}
    assert len(rows) > 2 * len(SERVICE_NAMES)


def test_the_outbox_of_every_service_is_counted(running: Portal) -> None:
    assert [row["service"] for row in _json(running, "outbox")] == SERVICE_NAMES
    assert eventually(lambda: sum(row["outbox"] for row in _json(running, "outbox")) == 0)


def test_there_are_no_dead_letters(running: Portal) -> None:
    assert _json(running, "dead-letters", "list") == []
    said = running.run("dead-letters", "show", "none-such")
    assert (said.returncode, "no dead letter" in said.stderr) == (1, True)


def test_a_dead_letter_is_listed_shown_told_by_doctor_tried_again_and_dropped(running: Portal) -> None:
    id = give_up(running)
    (row,) = _json(running, "dead-letters", "list")
    assert (row["service"], row["id"], row["name"]) == ("fleet", id, "gone")
    assert '"page": 7' in running.run("dead-letters", "show", id).stdout
    doctor = running.run("doctor")
    assert (doctor.returncode, "fleet 1. To list them, run: machinepark dead-letters list" in doctor.stdout) == (
        1,
        True,
    )
    assert "Replayed: 1" in running.run("dead-letters", "replay", id).stdout
    assert eventually(lambda: [row["id"] for row in _json(running, "dead-letters", "list", "--retried")]) == [id]
    assert running.run("dead-letters", "drop", id, given="n\n").returncode == 1
    assert running.run("dead-letters", "drop", id, given="y\n").returncode == 0
    assert running.run("dead-letters", "show", id).returncode == 1


def test_doctor_finds_nothing_wrong(running: Portal) -> None:
    said = running.run("doctor")
    assert (said.returncode, "WRONG" in said.stdout) == (0, False), said.stdout


def test_a_listing_is_a_table_for_people(running: Portal) -> None:
    said = running.run("services").stdout
    assert "SERVICE" in said
    assert all(name in said for name in SERVICE_NAMES)


@pytest.fixture
def tail(running: Portal) -> Iterator["subprocess.Popen[str]"]:
    """`events tail` for events of one type, once it listens."""
    process = running.watch("events", "tail", "--json", "--type", "machine_state_changed")
    assert process.stderr is not None
    while "Waiting for events" not in (line := process.stderr.readline()):
        assert line, process.communicate()
    yield process
    process.terminate()
    process.communicate(timeout=20)


def test_events_are_shown_as_they_happen(running: Portal, tail: "subprocess.Popen[str]") -> None:
    serial = f"TAIL{running.port}"
    said = running.run("import-walk", WALK.with_name("no_identity.snmprec"), "--customer", CUSTOMER, "--serial", serial)
    assert said.returncode == 0, said.stderr
    assert tail.stdout is not None
    event = json.loads(tail.stdout.readline())
    assert (event["type"], event["data"]["serial_number"]) == ("machine_state_changed", serial)


def test_a_walk_is_imported(running: Portal) -> None:
    assert running.run("import-walk", WALK, "--customer", CUSTOMER).returncode == 0
    assert "nothing changed" in running.run("import-walk", WALK, "--customer", CUSTOMER).stdout


def test_a_copy_is_filled_again(running: Portal) -> None:
    assert "rows" in running.run("rebuild", "servicedesk").stdout


def test_the_last_who_manages_staff_keeps_the_right(running: Portal) -> None:
    said = running.run(
        "staff", "add", "joris@dealer.example", "--name", "Joris", "--right", "view_audit", given=f"{PASSWORD}\n"
    )
    assert said.returncode == 1
    assert "Nobody else may manage staff" in said.stderr


def test_staff_are_added_with_a_password_that_is_made_up_and_shown(running: Portal) -> None:
    said = running.run("staff", "add", "new@dealer.example", "--name", "Nieuw", "--right", "handle_service")
    assert said.returncode == 0, said.stderr
    assert "new@dealer.example is a member of staff with these rights: handle_service." in said.stdout
    assert "Password: " in said.stdout


def test_a_weak_password_is_refused_in_a_sentence(running: Portal) -> None:
    said = running.run("staff", "add", "weak@dealer.example", "--name", "Zwak", given="short\n")
    assert (said.returncode, said.stderr) == (1, "The password is too short. Choose another one.\n")


def test_data_is_not_removed_while_it_runs(running: Portal) -> None:
    said = running.run("demo", "--reset", "--yes")
    assert (said.returncode, "Stop it first" in said.stderr) == (1, True)


def test_without_a_yes_nothing_is_removed(tmp_path: Path) -> None:
    own = Portal(tmp_path)
    assert own.run("staff", "add", "you@dealer.example", "--name", "You").returncode == 0
    before = sorted(tmp_path.glob("*.db"))
    said = own.run("demo", "--reset", given="n\n")
    assert (said.returncode, sorted(tmp_path.glob("*.db"))) == (1, before)


def test_a_reset_leaves_the_demo_alone(tmp_path: Path) -> None:
    own = Portal(tmp_path)
    own.run("staff", "add", "you@dealer.example", "--name", "You")
    said = own.run("demo", "--reset", "--yes")
    assert said.returncode == 0, said.stderr
    own.start()
    try:
        assert _json(own, "services")
        assert b"you@dealer.example" not in (tmp_path / "identity.db").read_bytes()
    finally:
        own.stop()


def _json(portal: Portal, *words: str) -> Any:
    said = portal.run(*words, "--json")
    assert said.stdout, said.stderr
    return json.loads(said.stdout)
