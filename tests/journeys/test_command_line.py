"""The command line beside a running portal and without one, and what survives a power cut."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Person
from eventually import eventually
from portal import CUSTOMER, ROOT, Portal
from prepared import copy_demo_data

SAMPLES = ROOT / "tests" / "samples" / "walks"
COLOUR, MONO = SAMPLES / "colour_with_serial.snmprec", SAMPLES / "mono_with_mac_only.snmprec"
NO_IDENTITY, BROKEN = SAMPLES / "no_identity.snmprec", SAMPLES / "broken_lines.snmprec"
REAL = ROOT.parent / "shared" / "data" / "snmp-walks"
Visit = Callable[..., Person]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that is started, stopped and killed."""
    var = tmp_path_factory.mktemp("own") / "var"
    copy_demo_data(tmp_path_factory, var)
    portal = Portal(var)
    portal.start()
    yield portal
    portal.kill()


def test_a_walk_that_is_imported_while_the_portal_runs_is_shown(portal: Portal, visit: Visit) -> None:
    said = portal.run("import-walk", COLOUR, "--customer", CUSTOMER)
    assert said.returncode == 0, said.stderr
    assert "imported" in said.stdout


def test_importing_a_file_again_changes_nothing(portal: Portal) -> None:
    portal.run("import-walk", MONO, "--customer", CUSTOMER)
    assert "nothing changed" in portal.run("import-walk", MONO, "--customer", CUSTOMER).stdout


def test_a_device_without_an_identity_is_refused_with_a_way_out(portal: Portal) -> None:
    said = portal.run("import-walk", NO_IDENTITY, "--customer", CUSTOMER)
    assert (said.returncode, "--serial" in said.stderr) == (1, True)


def test_a_device_without_an_identity_is_taken_with_a_serial_number(portal: Portal) -> None:
    said = portal.run("import-walk", NO_IDENTITY, "--customer", CUSTOMER, "--serial", "GIVEN0001")
    assert said.returncode == 0, said.stderr


def test_an_unreadable_line_is_named_and_loses_nothing_else(portal: Portal) -> None:
    said = portal.run("import-walk", BROKEN, "--customer", CUSTOMER)
    assert f"{BROKEN}, line " in said.stderr
    assert "imported" in said.stdout


def test_an_unreadable_file_is_named_and_the_others_are_imported(portal: Portal, tmp_path: Path) -> None:
    said = portal.run("import-walk", tmp_path / "absent.snmprec", COLOUR, "--customer", CUSTOMER)
    assert "absent.snmprec: not imported" in said.stderr
    assert COLOUR.name in said.stdout


def test_an_unknown_customer_is_told_in_a_sentence(portal: Portal) -> None:
    said = portal.run("import-walk", COLOUR, "--customer", "999")
    assert (said.returncode, "Traceback" in said.stderr) == (1, False)


def test_real_devices_are_shown_with_their_true_supplies(portal: Portal, visit: Visit) -> None:
    if not REAL.is_dir():
        pytest.skip("NOT TESTED: the recordings of real devices are not on this machine")
    said = portal.run("import-walk", REAL / "konica_c250i.snmprec", "--customer", CUSTOMER)
    assert said.returncode == 0, said.stderr
    person = visit()
    person.log_in("sanne@vandijk.example")
    person.open("/machines?text=AA2M021115700")
    person.press("main tbody a")
    person.press('a[href$="/supplies"]')
    levels = person.page.locator("section[aria-labelledby=levels]").inner_text()
    assert all(percent in levels.replace("\u00a0", "").replace(" ", "") for percent in ("76%", "78%", "77%", "86%"))


def test_a_second_process_with_the_same_data_is_refused(portal: Portal) -> None:
    said = Portal(portal.var).run("up", "--demo")
    assert (said.returncode, "already runs" in said.stderr) == (1, True)


def test_a_port_in_use_is_told_with_a_way_out(portal: Portal, tmp_path: Path) -> None:
    other = Portal(tmp_path)
    other.port = portal.port
    said = other.run("up")
    assert (said.returncode, "MACHINEPARK_PORT=" in said.stderr) == (1, True)


def test_a_wrong_setting_is_told_by_its_name(portal: Portal, tmp_path: Path) -> None:
    other = Portal(tmp_path)
    other.port = 99999
    said = other.run("up")
    assert (said.returncode, "MACHINEPARK_PORT" in said.stderr) == (1, True)


def test_a_second_start_keeps_the_data(own: Portal) -> None:
    own.run("import-walk", COLOUR, "--customer", CUSTOMER)
    own.stop()
    own.start()
    assert "nothing changed" in own.run("import-walk", COLOUR, "--customer", CUSTOMER).stdout


def test_without_a_running_portal_the_command_line_starts_the_services_itself(own: Portal) -> None:
    own.stop()
    said = own.run("import-walk", MONO, "--customer", CUSTOMER)
    own.start()
    assert said.returncode == 0, said.stderr
    assert "nothing changed" in own.run("import-walk", MONO, "--customer", CUSTOMER).stdout


def test_what_was_accepted_before_a_power_cut_reaches_everybody_after_it(own: Portal) -> None:
    said = own.run("import-walk", NO_IDENTITY, "--customer", CUSTOMER, "--serial", "BEFORETHECUT")
    own.kill()
    assert said.returncode == 0, said.stderr
    own.start()
    assert eventually(lambda: "BEFORETHECUT" in _machines_at_the_service_desk(own))


def _machines_at_the_service_desk(portal: Portal) -> set[str]:
    with contextlib.closing(sqlite3.connect(portal.var / "servicedesk.db")) as database:
        return {row[0] for row in database.execute("SELECT serial_number FROM machines")}
