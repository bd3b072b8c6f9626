"""Deadlines: an expired call is neither executed nor committed; a missing service affects only its own data."""

import signal
import time
import uuid

import pytest
from eventually import eventually
from http_browser import Browser
from installation import Installation
from seed import PASSWORD
from verification import verify
from workload import PAGES, Workload

from deploy.rabbitmq.rights import SERVICE_NAMES
from services.chassis.bus import Client
from services.chassis.contract import Caller, ContractError, Kind
from services.chassis.contract.caller import GATEWAY
from services.chassis.faultpoints import FaultPoint
from services.identity import contracts as identity
from services.servicedesk import contracts as servicedesk

SECONDS = 15.0
"""The timeout of a call: long enough for it to reach its service on a busy machine."""
LONGEST_PAGE = 15.0
UNFINISHED_LOG = "stopped with unfinished messages"


def _client(installation: Installation, timeout: float) -> Client:
    return Client(installation.transport(GATEWAY), timeout=timeout, patience=0)


def test_expired_call_is_not_executed(shared_installation: Installation) -> None:
    client = _client(shared_installation, timeout=1.0)
    before = _request_count(shared_installation)
    part = shared_installation.parts.by_name["servicedesk"]
    part.send(signal.SIGSTOP)
    for _ in range(5):
        with pytest.raises(ContractError):
            _file(client, shared_installation)
    part.send(signal.SIGCONT)
    assert eventually(lambda: shared_installation.is_healthy("servicedesk"), within=300)
    assert _request_count(shared_installation) == before


def test_command_that_expires_while_it_runs_is_not_committed(shared_installation: Installation) -> None:
    client = _client(shared_installation, timeout=SECONDS)
    before = _request_count(shared_installation)
    parts = shared_installation.parts
    faults_before = parts.fault_count("servicedesk", FaultPoint.COMMAND_BEFORE_COMMIT)
    shared_installation.arm("servicedesk", FaultPoint.COMMAND_BEFORE_COMMIT, "pause")
    with pytest.raises(ContractError):
        _file(client, shared_installation)
    assert parts.fault_count("servicedesk", FaultPoint.COMMAND_BEFORE_COMMIT) == faults_before + 1
    parts.by_name["servicedesk"].send(signal.SIGCONT)
    assert eventually(lambda: shared_installation.is_healthy("servicedesk"), within=300)
    assert _request_count(shared_installation) == before


@pytest.mark.long
def test_every_page_responds_while_a_service_is_suspended(installation: Installation) -> None:
    browser = _logged_in(installation)
    for service in SERVICE_NAMES:
        part = installation.parts.by_name[service]
        part.send(signal.SIGSTOP)
        try:
            for path in PAGES:
                _expect_page(browser, path, f"while {service} stands still")
        finally:
            part.send(signal.SIGCONT)
        assert eventually(lambda name=service: installation.is_healthy(name), within=300)


@pytest.mark.long
def test_every_page_responds_while_a_service_is_stopped(installation: Installation) -> None:
    browser = _logged_in(installation)
    for service in SERVICE_NAMES:
        installation.parts.stop_part(service, signal.SIGKILL)
        for path in PAGES:
            _expect_page(browser, path, f"without {service}")
        installation.parts.start_part(service)
        assert eventually(lambda name=service: installation.is_healthy(name), within=300)


def test_stopping_service_finishes_its_messages(shared_installation: Installation) -> None:
    workload = Workload(shared_installation)
    workload.start()
    for service in SERVICE_NAMES:
        workload.run_for(1.0)
        assert shared_installation.parts.stop_part(service) == 0, shared_installation.log_of(service)[-2000:]
        shared_installation.parts.start_part(service)
        assert eventually(lambda name=service: shared_installation.is_healthy(name), within=300)
        assert UNFINISHED_LOG not in shared_installation.log_of(service)
    workload.stop()
    verify(shared_installation)


@pytest.mark.long
def test_two_versions_of_each_service_work_side_by_side(installation: Installation) -> None:
    workload = Workload(installation)
    workload.start()
    newer = [installation.start_next_version(name) for name in ("ordering", "servicedesk", "notify")]
    workload.run_for(15.0)
    for part in newer:
        assert installation.parts.stop_part(part.name) == 0, installation.log_of(part.name)[-2000:]
        workload.run_for(5.0)
    workload.stop()
    assert any('"sent_by": "portal"' in body for body in installation.recorded("ordering", "order_placed"))
    verify(installation)


def _file(client: Client, installation: Installation) -> None:
    fields_ = {"machine_id": installation.seed_data.machine_ids[0], "category": "paper_jam", "description": "stuck"}
    session = Caller(
        kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.UUID(_customer(installation)), scope="all",
        rights=frozenset({"request_service"}),
    )  # fmt: skip
    client.call(servicedesk.FileServiceRequest, session, contact_name="Sanne", telephone="020 555 01 10", **fields_)


def _customer(installation: Installation) -> str:
    (customer,) = installation.ops.call(identity.ListCustomers, Caller.operator(*identity.StaffRight))["rows"]
    return str(customer["id"])


def _request_count(installation: Installation) -> int:
    page_ = installation.ops.call(servicedesk.ListServiceRequests, Caller.operator(*identity.StaffRight))
    return int(page_["page"]["count"])


def _logged_in(installation: Installation) -> Browser:
    browser = Browser(installation.url)
    form = browser.get("/login").hidden("/login") | {"email": installation.seed_data.users[0], "password": PASSWORD}
    assert browser.post("/login", form).status == 303
    return browser


def _expect_page(browser: Browser, path: str, when: str) -> None:
    started_at = time.monotonic()
    page = browser.get(path)
    assert page.status in (200, 503), f"{path} said {page.status} {when}: {page.text[:300]}"
    assert "<h1" in page.text
    assert time.monotonic() - started_at < LONGEST_PAGE, f"{path} took {time.monotonic() - started_at:.0f} s {when}"
