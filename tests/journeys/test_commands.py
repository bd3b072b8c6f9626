"""Commands for operators give the same results in embedded and full mode."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dead_letter import add_dead_letter
from eventually import eventually
from forked_process import ROOT
from people import CUSTOMER_NUMBER, STAFF
from portal import PASSWORD, Portal

SERVICE_NAMES = ["identity", "fleet", "ordering", "servicedesk", "notify"]
WALK = ROOT / "tests" / "samples" / "walks" / "colour_with_serial.snmprec"


@pytest.fixture(params=["embedded", "full"])
def running(request: pytest.FixtureRequest) -> Portal:
    portal: Portal = request.getfixturevalue("portal" if request.param == "embedded" else "full_portal")
    if not portal.is_running:
        portal.start()
    return portal


def test_every_service_is_healthy(running: Portal) -> None:
    rows = _json(running, "services")
    assert [(row["service"], row["healthy"]) for row in rows] == [(name, True) for name in SERVICE_NAMES]


def test_every_queue_has_a_consumer(running: Portal) -> None:
    rows = {row["queue"]: row["consumers"] for row in _json(running, "queues")}
    assert {queue for queue, consumers in rows.items() if not consumers} <= {"dead-letters"}
    assert len(rows) > 2 * len(SERVICE_NAMES)


def test_outbox_of_every_service_is_counted(running: Portal) -> None:
    assert [row["service"] for row in _json(running, "outbox")] == SERVICE_NAMES
    assert eventually(lambda: sum(row["outbox"] for row in _json(running, "outbox")) == 0)


def test_there_are_no_dead_letters(running: Portal) -> None:
    assert _json(running, "dead-letters", "list") == []
    completed = running.run("dead-letters", "show", "none-such")
    assert (completed.returncode, "no dead letter" in completed.stderr) == (1, True)


def test_dead_letter_is_listed_reported_by_doctor_replayed_and_dropped(running: Portal) -> None:
    id = add_dead_letter(running)
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
    assert running.run("dead-letters", "drop", id, stdin="n\n").returncode == 1
    assert running.run("dead-letters", "drop", id, stdin="y\n").returncode == 0
    assert running.run("dead-letters", "show", id).returncode == 1


def test_doctor_finds_nothing_wrong(running: Portal) -> None:
    completed = running.run("doctor")
    assert (completed.returncode, "WRONG" in completed.stdout) == (0, False), completed.stdout


def test_services_are_listed_as_a_table(running: Portal) -> None:
    output = running.run("services").stdout
    assert "SERVICE" in output
    assert all(name in output for name in SERVICE_NAMES)


@pytest.fixture
def tail(running: Portal) -> Iterator["subprocess.Popen[str]"]:
    """`events tail` for events of one type, after it has started to consume."""
    process = running.watch("events", "tail", "--json", "--type", "machine_state_changed")
    assert process.stderr is not None
    while "Waiting for events" not in (line := process.stderr.readline()):
        assert line, process.communicate()
    yield process
    process.terminate()
    process.communicate(timeout=20)


def test_tail_shows_new_events(running: Portal, tail: "subprocess.Popen[str]") -> None:
    serial = f"TAIL{running.port}"
    completed = running.run(
        "import-walk", WALK.with_name("no_identity.snmprec"), "--customer", CUSTOMER_NUMBER, "--serial", serial
    )
    assert completed.returncode == 0, completed.stderr
    assert tail.stdout is not None
    event = json.loads(tail.stdout.readline())
    assert (event["type"], event["data"]["serial_number"]) == ("machine_state_changed", serial)


def test_walk_is_imported_once(running: Portal) -> None:
    assert running.run("import-walk", WALK, "--customer", CUSTOMER_NUMBER).returncode == 0
    assert "nothing changed" in running.run("import-walk", WALK, "--customer", CUSTOMER_NUMBER).stdout


def test_projection_is_rebuilt(running: Portal) -> None:
    assert "rows" in running.run("rebuild", "servicedesk").stdout


def test_last_manager_of_staff_keeps_the_right(running: Portal) -> None:
    completed = running.run("staff", "add", STAFF, "--name", "Joris", "--right", "view_audit", stdin=f"{PASSWORD}\n")
    assert completed.returncode == 1
    assert "This is the last member of staff with manage_staff." in completed.stderr


def test_staff_are_added_with_a_generated_password(running: Portal) -> None:
    completed = running.run("staff", "add", "new@dealer.example", "--name", "Nieuw", "--right", "handle_service")
    assert completed.returncode == 0, completed.stderr
    assert "new@dealer.example is a member of staff with these rights: handle_service." in completed.stdout
    assert "Password: " in completed.stdout


def test_help_of_staff_add_says_what_an_omitted_option_does(running: Portal) -> None:
    text = " ".join(running.run("staff", "add", "--help").stdout.split())
    assert "exactly these rights: all of them if no --right is given" in text
    assert "the member's present language" in text


def test_weak_password_is_refused(running: Portal) -> None:
    completed = running.run("staff", "add", "weak@dealer.example", "--name", "Zwak", stdin="short\n")
    assert (completed.returncode, completed.stderr) == (1, "The password is too short. Choose another one.\n")


def test_reset_is_refused_while_the_portal_runs(running: Portal) -> None:
    completed = running.run("demo", "--reset", "--yes")
    assert (completed.returncode, "Stop it first" in completed.stderr) == (1, True)


def test_reset_without_confirmation_removes_nothing(tmp_path: Path) -> None:
    own_portal = Portal(tmp_path)
    assert own_portal.run("staff", "add", "you@dealer.example", "--name", "You").returncode == 0
    before = sorted(tmp_path.glob("*.db"))
    completed = own_portal.run("demo", "--reset", stdin="n\n")
    assert (completed.returncode, sorted(tmp_path.glob("*.db"))) == (1, before)


def test_reset_removes_all_but_demo_data(tmp_path: Path) -> None:
    own_portal = Portal(tmp_path)
    own_portal.run("staff", "add", "you@dealer.example", "--name", "You")
    completed = own_portal.run("demo", "--reset", "--yes")
    assert completed.returncode == 0, completed.stderr
    own_portal.start()
    try:
        assert _json(own_portal, "services")
        assert b"you@dealer.example" not in (tmp_path / "identity.db").read_bytes()
    finally:
        own_portal.stop()


def _json(portal: Portal, *words: str) -> Any:
    completed = portal.run(*words, "--json")
    assert completed.stdout, completed.stderr
    return json.loads(completed.stdout)
