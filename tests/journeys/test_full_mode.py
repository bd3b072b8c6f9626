"""Full mode: a process per service, on RabbitMQ and PostgreSQL, and its recovery from faults."""

import functools
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from browser import REFERENCE, OpenBrowser, Person, Windows
from demo_mailbox import subjects
from eventually import eventually
from full_installation import FullInstallation, is_alive, kill
from people import ADMINISTRATOR, STAFF

from deploy.run.service import NICENESS
from tests.services.chassis.bus.plain_amqp import replace_queue

SERVICE_NAMES = ("identity", "fleet", "ordering", "servicedesk", "notify")
CONSUMER_RECOVERY_SECONDS = 60.0
"""A consumer that is refused repeatedly pauses for half a minute."""


@pytest.fixture
def full(full_portal: FullInstallation) -> FullInstallation:
    if not full_portal.is_running:
        full_portal.start()
    return full_portal


@pytest.fixture
def open_browser(full: FullInstallation, windows: Windows) -> Iterator[OpenBrowser]:
    """`open_browser()` returns a person with a browser at this portal."""
    with windows.people() as open_browser:
        yield functools.partial(open_browser, full)


def test_service_request_passes_all_processes(open_browser: OpenBrowser) -> None:
    customer, staff = open_browser(), open_browser()
    customer.log_in(ADMINISTRATOR)
    reference = _file(customer)
    assert "is ontvangen" in eventually(lambda: " ".join(subjects(customer.portal, reference)))
    staff.log_in(STAFF)
    page_path = f"/backoffice/service-requests/{reference}"
    staff.open(page_path)
    staff.press(f'form[action="{page_path}/accept"] button')
    assert eventually(lambda: "is in behandeling" in " ".join(subjects(customer.portal, reference)))


def test_notify_has_a_lower_priority(full: FullInstallation) -> None:
    niceness = {service: os.getpriority(os.PRIO_PROCESS, full.pid_of(service)) for service in SERVICE_NAMES}
    own_niceness = os.getpriority(os.PRIO_PROCESS, 0)
    assert niceness == dict.fromkeys(SERVICE_NAMES, own_niceness) | {"notify": min(own_niceness + NICENESS, 19)}


def test_doctor_reports_no_error_and_separate_broker_users(full: FullInstallation) -> None:
    completed = full.run("doctor", "--json")
    checks = json.loads(completed.stdout)
    assert [one for one in checks if one["state"] == "wrong"] == [], completed.stderr
    assert any("each process has its own" in one["sentence"] for one in checks)


def test_service_process_has_only_its_own_password(full: FullInstallation) -> None:
    passwords = json.loads((full.var / "full.json").read_text())["passwords"]
    with open(f"/proc/{full.pid_of('fleet')}/environ", "rb") as file:
        known = file.read().decode()
    assert {user for user, password in passwords.items() if password in known} == {"fleet"}


def test_secret_files_are_readable_by_the_owner_only(full: FullInstallation) -> None:
    assert {oct((full.var / name).stat().st_mode & 0o777) for name in ("full.json", "secret_key")} == {"0o600"}


def test_killed_service_is_restarted_without_loss(full: FullInstallation, open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(ADMINISTRATOR)
    first = full.pid_of("notify")
    kill(first)
    reference = _file(customer)
    assert "is ontvangen" in eventually(lambda: " ".join(subjects(customer.portal, reference)), within=120)
    assert full.pid_of("notify") != first
    assert "notify ended (killed by SIGKILL)" in full.output


def test_pages_report_an_unreachable_broker_and_recover(full: FullInstallation, open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(ADMINISTRATOR)
    full.broker.stop()
    customer.open("/machines")
    assert "niet bereikbaar" in customer.text.lower()
    assert _status(full, "/healthz") == 200
    full.broker.start()
    assert eventually(lambda: _status(full, "/readyz") == 200, within=300)
    customer.open("/machines")
    assert "Archief 2" in customer.text or customer.page.locator("main tbody tr").count() > 0
    reference = _file(customer)
    assert "is ontvangen" in eventually(lambda: " ".join(subjects(customer.portal, reference)), within=120)


def test_portal_is_not_ready_while_a_queue_lacks_its_consumer(full: FullInstallation) -> None:
    queue = "evt-ordering-order_confirmed--notify.subscriptions.queue_mails"
    with full.connect("notify") as plain:
        replace_queue(plain, queue)
        assert eventually(lambda: _failing(full) == ["notify"], within=CONSUMER_RECOVERY_SECONDS)
        plain.channel().queue_delete(queue)
    assert eventually(lambda: _status(full, "/readyz") == 200, within=CONSUMER_RECOVERY_SECONDS)


def test_stop_leaves_no_process_and_keeps_the_data(full: FullInstallation, open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(ADMINISTRATOR)
    reference = _file(customer)
    children = full.children()
    assert "Machinepark stopped." in full.stop()
    assert [command for pid, command in children.items() if is_alive(pid)] == []
    full.start()
    customer.open(f"/service-requests/{reference}")
    assert reference in customer.main


def test_processes_end_when_the_supervisor_is_killed(full: FullInstallation) -> None:
    children = full.children()
    assert len([command for command in children.values() if "serve " in command]) == len(SERVICE_NAMES)
    full.kill()
    assert eventually(lambda: not [pid for pid in children if is_alive(pid)], within=300)


def _file(person: Person) -> str:
    person.open("/machines?text=Archief+2")
    person.press("main tbody a")
    person.press('a[href*="/service-requests/new"]')
    person.page.locator("input[name=category]").first.check()
    person.page.locator("input[name=urgency]").first.check()
    person.page.locator("textarea[name=description]").fill("Er komt alleen wit papier uit.")
    person.page.locator("input[name=telephone]").fill("020 555 01 99")
    person.press("main form button.primary")
    person.press("main form button.primary")
    match = REFERENCE.search(person.main)
    assert match, person.main
    return match.group()


def _failing(full: FullInstallation) -> list[str]:
    """Services that `/readyz` lists as failing."""
    try:
        response = urllib.request.urlopen(f"{full.url}/readyz", timeout=20)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return list(json.load(response)["failing"])


def _status(full: FullInstallation, path: str) -> int:
    try:
        with urllib.request.urlopen(full.url + path, timeout=20) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
