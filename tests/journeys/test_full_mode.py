"""A process for each service, on RabbitMQ and PostgreSQL: a person's way through it, and what it survives."""

import functools
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from browser import REFERENCE, Person, Windows
from eventually import eventually
from full_installation import FullInstallation, is_alive, kill

from deploy.run.service import NICENESS
from tests.services.chassis.bus.plain_amqp import replace_queue

SERVICE_NAMES = ("identity", "fleet", "ordering", "servicedesk", "notify")
CUSTOMER, STAFF = "sanne@vandijk.example", "joris@dealer.example"
Visit = Callable[[], Person]
TAKES_AGAIN = 60.0
"""Seconds: a consumer that was refused again and again pauses for half a minute."""


@pytest.fixture
def full(full_portal: FullInstallation) -> FullInstallation:
    if not full_portal.is_running:
        full_portal.start()
    return full_portal


@pytest.fixture
def come(full: FullInstallation, windows: Windows) -> Iterator[Visit]:
    """`come()` is a person with a browser at this portal."""
    with windows.people() as come:
        yield functools.partial(come, full)


def test_a_request_goes_its_way_through_all_processes(come: Visit) -> None:
    customer, staff = come(), come()
    customer.log_in(CUSTOMER)
    reference = _file(customer)
    assert "is ontvangen" in eventually(lambda: _mails(customer, reference))
    staff.log_in(STAFF)
    page = f"/backoffice/service-requests/{reference}"
    staff.open(page)
    staff.press(f'form[action="{page}/accept"] button')
    assert eventually(lambda: "is in behandeling" in _mails(customer, reference))


def test_mails_let_everything_go_first_for_which_somebody_waits(full: FullInstallation) -> None:
    niceness = {service: os.getpriority(os.PRIO_PROCESS, full.pid_of(service)) for service in SERVICE_NAMES}
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert niceness == dict.fromkeys(SERVICE_NAMES, ours) | {"notify": min(ours + NICENESS, 19)}


def test_doctor_finds_nothing_wrong_and_each_service_with_a_broker_user_of_its_own(full: FullInstallation) -> None:
    said = full.run("doctor", "--json")
    found = json.loads(said.stdout)
    assert [one for one in found if one["state"] == "wrong"] == [], said.stderr
    assert any("each process has its own" in one["sentence"] for one in found)


def test_no_process_knows_the_password_of_another(full: FullInstallation) -> None:
    passwords = json.loads((full.var / "full.json").read_text())["passwords"]
    with open(f"/proc/{full.pid_of('fleet')}/environ", "rb") as file:
        known = file.read().decode()
    assert {user for user, password in passwords.items() if password in known} == {"fleet"}


def test_what_was_made_for_the_processes_is_for_their_owner_alone(full: FullInstallation) -> None:
    assert {oct((full.var / name).stat().st_mode & 0o777) for name in ("full.json", "secret_key")} == {"0o600"}


def test_a_killed_service_is_started_again_and_nothing_is_lost(full: FullInstallation, come: Visit) -> None:
    customer = come()
    customer.log_in(CUSTOMER)
    first = full.pid_of("notify")
    kill(first)
    reference = _file(customer)
    assert "is ontvangen" in eventually(lambda: _mails(customer, reference), within=120)
    assert full.pid_of("notify") != first
    assert "notify ended (killed by SIGKILL)" in full.said


def test_pages_say_a_sentence_while_the_broker_is_away_and_recover_by_themselves(
    full: FullInstallation, come: Visit
) -> None:
    customer = come()
    customer.log_in(CUSTOMER)
    full.broker.stop()
    customer.open("/machines")
    assert "niet bereikbaar" in customer.text.lower()
    assert _status(full, "/healthz") == 200
    full.broker.start()
    assert eventually(lambda: _status(full, "/readyz") == 200, within=300)
    customer.open("/machines")
    assert "Archief 2" in customer.text or customer.page.locator("main tbody tr").count() > 0
    assert "is ontvangen" in eventually(lambda: _mails(customer, _file(customer)), within=120)


def test_the_portal_is_not_ready_while_one_queue_has_lost_its_consumer(full: FullInstallation) -> None:
    queue = "evt-ordering-order_confirmed--notify.subscriptions.queue_mails"
    with full.connect("notify") as plain:
        replace_queue(plain, queue)
        assert eventually(lambda: _failing(full) == ["notify"], within=TAKES_AGAIN)
        plain.channel().queue_delete(queue)
    assert eventually(lambda: _status(full, "/readyz") == 200, within=TAKES_AGAIN)


def test_a_stop_leaves_no_process_and_a_second_start_keeps_the_data(full: FullInstallation, come: Visit) -> None:
    customer = come()
    customer.log_in(CUSTOMER)
    reference = _file(customer)
    children = full.children()
    assert "Machinepark stopped." in full.stop()
    assert [command for pid, command in children.items() if is_alive(pid)] == []
    full.start()
    customer.open(f"/service-requests/{reference}")
    assert reference in customer.main


def test_the_processes_end_when_the_one_that_keeps_them_running_is_killed(full: FullInstallation) -> None:
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
    found = REFERENCE.search(person.main)
    assert found, person.main
    return found.group()


def _mails(person: Person, reference: str) -> str:
    """Subjects in the mailbox that tell of a request."""
    person.open("/mailbox")
    return "\n".join(line for line in person.main.splitlines() if reference in line)


def _failing(full: FullInstallation) -> list[str]:
    """Who keeps the portal from being ready."""
    try:
        answer = urllib.request.urlopen(f"{full.url}/readyz", timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return list(json.load(answer)["failing"])


def _status(full: FullInstallation, path: str) -> int:
    try:
        with urllib.request.urlopen(full.url + path, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
