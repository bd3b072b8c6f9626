"""The command line with and without a running portal, and data after a kill."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import OpenBrowser
from demo_data import copy_demo_data
from eventually import eventually
from forked_process import ROOT
from people import ADMINISTRATOR, CUSTOMER_NUMBER, ENGLISH_USER
from portal import Portal

SAMPLES = ROOT / "tests" / "samples" / "walks"
COLOUR, MONO = SAMPLES / "colour_with_serial.snmprec", SAMPLES / "mono_with_mac_only.snmprec"
NO_IDENTITY, BROKEN = SAMPLES / "no_identity.snmprec", SAMPLES / "broken_lines.snmprec"
REAL_WALKS = ROOT.parent / "shared" / "data" / "snmp-walks"


@pytest.fixture(scope="module")
def own_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that tests may stop and kill."""
    var = tmp_path_factory.mktemp("own") / "var"
    copy_demo_data(tmp_path_factory, var)
    portal = Portal(var)
    portal.start()
    yield portal
    portal.kill()


def test_walk_is_imported_while_the_portal_runs(portal: Portal, open_browser: OpenBrowser) -> None:
    completed = portal.run("import-walk", COLOUR, "--customer", CUSTOMER_NUMBER)
    assert completed.returncode == 0, completed.stderr
    assert "imported" in completed.stdout


def test_second_import_of_a_file_changes_nothing(portal: Portal) -> None:
    portal.run("import-walk", MONO, "--customer", CUSTOMER_NUMBER)
    assert "nothing changed" in portal.run("import-walk", MONO, "--customer", CUSTOMER_NUMBER).stdout


def test_device_without_an_identity_is_refused_with_advice(portal: Portal) -> None:
    completed = portal.run("import-walk", NO_IDENTITY, "--customer", CUSTOMER_NUMBER)
    assert (completed.returncode, "--serial" in completed.stderr) == (1, True)


def test_device_without_an_identity_is_imported_with_a_serial_number(portal: Portal) -> None:
    completed = portal.run("import-walk", NO_IDENTITY, "--customer", CUSTOMER_NUMBER, "--serial", "GIVEN0001")
    assert completed.returncode == 0, completed.stderr


def test_unreadable_line_is_named_and_the_rest_imported(portal: Portal) -> None:
    completed = portal.run("import-walk", BROKEN, "--customer", CUSTOMER_NUMBER)
    assert f"{BROKEN}, line " in completed.stderr
    assert "imported" in completed.stdout


def test_unreadable_file_is_named_and_the_others_are_imported(portal: Portal, tmp_path: Path) -> None:
    completed = portal.run("import-walk", tmp_path / "absent.snmprec", COLOUR, "--customer", CUSTOMER_NUMBER)
    assert "absent.snmprec: not imported" in completed.stderr
    assert COLOUR.name in completed.stdout


def test_odd_file_is_named_and_the_others_are_imported(portal: Portal, tmp_path: Path) -> None:
    odd, undated = tmp_path / "odd.snmprec", tmp_path / "undated.snmprec"
    odd.write_text(MONO.read_text().replace("43.11.1.1.5.1.1|2|3", f"43.11.1.1.5.1.1|2|{10**30}"))
    undated.write_bytes(MONO.read_bytes())
    os.utime(undated, (2**33, 2**33))  # in 2242
    completed = portal.run("import-walk", odd, undated, COLOUR, "--customer", CUSTOMER_NUMBER)
    assert "undated.snmprec: not imported: it has values that cannot be right: observed_at" in completed.stderr
    assert COLOUR.name in completed.stdout
    assert (completed.returncode, "Traceback" in completed.stderr) == (1, False)


def test_unknown_customer_is_reported_without_a_traceback(portal: Portal) -> None:
    completed = portal.run("import-walk", COLOUR, "--customer", "999")
    assert (completed.returncode, "Traceback" in completed.stderr) == (1, False)


def test_real_devices_show_their_supply_levels(portal: Portal, open_browser: OpenBrowser) -> None:
    if not REAL_WALKS.is_dir():
        pytest.skip("NOT TESTED: the recordings of real devices are not on this machine")
    completed = portal.run("import-walk", REAL_WALKS / "konica_c250i.snmprec", "--customer", CUSTOMER_NUMBER)
    assert completed.returncode == 0, completed.stderr
    person = open_browser()
    person.log_in(ADMINISTRATOR)
    person.open("/machines?text=AA2M021115700")
    person.press("main tbody a")
    person.press('a[href$="/supplies"]')
    levels = person.page.locator("section[aria-labelledby=levels]").inner_text()
    assert all(percent in levels.replace("\u00a0", "").replace(" ", "") for percent in ("76%", "78%", "77%", "86%"))


def test_second_process_with_the_same_data_is_refused(portal: Portal) -> None:
    completed = Portal(portal.var).run("up", "--demo")
    assert (completed.returncode, "already runs" in completed.stderr) == (1, True)


def test_port_in_use_is_reported_with_advice(portal: Portal, tmp_path: Path) -> None:
    other = Portal(tmp_path)
    other.port = portal.port
    completed = other.run("up")
    assert (completed.returncode, "MACHINEPARK_PORT=" in completed.stderr) == (1, True)


def test_wrong_setting_is_named(portal: Portal, tmp_path: Path) -> None:
    other = Portal(tmp_path)
    other.port = 99999
    completed = other.run("up")
    assert (completed.returncode, "MACHINEPARK_PORT" in completed.stderr) == (1, True)


def test_second_start_keeps_the_data(own_portal: Portal) -> None:
    own_portal.run("import-walk", COLOUR, "--customer", CUSTOMER_NUMBER)
    own_portal.stop()
    own_portal.start()
    assert "nothing changed" in own_portal.run("import-walk", COLOUR, "--customer", CUSTOMER_NUMBER).stdout


def test_command_starts_the_services_without_a_running_portal(own_portal: Portal) -> None:
    own_portal.stop()
    completed = own_portal.run("import-walk", MONO, "--customer", CUSTOMER_NUMBER)
    own_portal.start()
    assert completed.returncode == 0, completed.stderr
    assert "nothing changed" in own_portal.run("import-walk", MONO, "--customer", CUSTOMER_NUMBER).stdout


def test_a_person_is_erased_and_the_erasure_exported(own_portal: Portal, tmp_path: Path) -> None:
    erased = own_portal.run("erase", ENGLISH_USER, "--yes")
    assert "Erased." in erased.stdout, erased.stderr
    again = own_portal.run("erase", ENGLISH_USER, "--yes")
    assert (again.returncode, "Nothing is stored" in again.stderr) == (1, True)
    exported = own_portal.run("erasures", "export", tmp_path / "erased")
    assert "1 erased persons" in exported.stdout, exported.stderr
    assert own_portal.run("erasures", "apply", tmp_path / "erased").returncode == 0
    rebuilt = own_portal.run("rebuild", "fleet")
    assert rebuilt.returncode == 0, rebuilt.stderr


def test_event_accepted_before_a_kill_is_delivered_after_it(own_portal: Portal) -> None:
    completed = own_portal.run("import-walk", NO_IDENTITY, "--customer", CUSTOMER_NUMBER, "--serial", "BEFORETHECUT")
    own_portal.kill()
    assert completed.returncode == 0, completed.stderr
    own_portal.start()
    assert eventually(lambda: "BEFORETHECUT" in _machines_at_the_service_desk(own_portal))


def _machines_at_the_service_desk(portal: Portal) -> set[str]:
    with contextlib.closing(sqlite3.connect(portal.var / "servicedesk.db")) as database:
        return {row[0] for row in database.execute("SELECT serial_number FROM machines")}
