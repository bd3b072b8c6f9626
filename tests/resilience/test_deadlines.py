"""Time: no call begins after its caller has gone, and none is committed then; what is away costs only itself."""

import signal
import time
import uuid

import pytest
from counting import count
from customers import PAGES, Crowd
from eventually import eventually
from installation import Installation
from seed import PASSWORD
from windowless import Browser

from deploy.rabbitmq.rights import SERVICE_NAMES
from services.chassis.bus import Client
from services.chassis.contract import Caller, ContractError, Kind
from services.chassis.contract.caller import GATEWAY
from services.chassis.faultpoints import FaultPoint
from services.identity import contracts as identity
from services.servicedesk import contracts as servicedesk

SECONDS = 15.0
"""After which a caller has gone: enough for a call to reach its service, also on a busy machine."""
LONGEST_PAGE = 15.0
UNFINISHED = "stopped with messages in hand"


def _client(installation: Installation, timeout: float) -> Client:
    return Client(installation.transport(GATEWAY), timeout=timeout, patience=0)


def test_a_call_that_waited_longer_than_its_caller_is_never_begun(calm: Installation) -> None:
    client = _client(calm, timeout=1.0)
    before = _filed(calm)
    part = calm.parts.by_name["servicedesk"]
    part.send(signal.SIGSTOP)
    for _ in range(5):
        with pytest.raises(ContractError):
            _file(client, calm)
    part.send(signal.SIGCONT)
    assert eventually(lambda: calm.is_well("servicedesk"), within=300)
    assert _filed(calm) == before


def test_a_command_whose_time_runs_out_while_it_works_is_not_committed(calm: Installation) -> None:
    client = _client(calm, timeout=SECONDS)
    before = _filed(calm)
    part = calm.parts.by_name["servicedesk"]
    calm.arm("servicedesk", FaultPoint.COMMAND_BEFORE_COMMIT, "pause")
    with pytest.raises(ContractError):
        _file(client, calm)
    assert calm.parts.hits("servicedesk", FaultPoint.COMMAND_BEFORE_COMMIT) == 1
    part.send(signal.SIGCONT)
    assert eventually(lambda: calm.is_well("servicedesk"), within=300)
    assert _filed(calm) == before


@pytest.mark.long
def test_every_page_is_answered_while_a_service_stands_still(installation: Installation) -> None:
    browser = _logged_in(installation)
    for service in SERVICE_NAMES:
        part = installation.parts.by_name[service]
        part.send(signal.SIGSTOP)
        try:
            for path in PAGES:
                _expect_answer(browser, path, f"while {service} stands still")
        finally:
            part.send(signal.SIGCONT)
        assert eventually(lambda name=service: installation.is_well(name), within=300)


@pytest.mark.long
def test_every_page_is_answered_while_a_service_is_not_there(installation: Installation) -> None:
    browser = _logged_in(installation)
    for service in SERVICE_NAMES:
        installation.parts.take_away(service, signal.SIGKILL)
        for path in PAGES:
            _expect_answer(browser, path, f"without {service}")
        installation.parts.bring_back(service)
        assert eventually(lambda name=service: installation.is_well(name), within=300)


def test_a_service_that_is_told_to_stop_finishes_what_it_has_in_hand(calm: Installation) -> None:
    crowd = Crowd(calm)
    crowd.come()
    for service in SERVICE_NAMES:
        crowd.work(1.0)
        assert calm.parts.take_away(service) == 0, calm.log_of(service)[-2000:]
        calm.parts.bring_back(service)
        assert eventually(lambda name=service: calm.is_well(name), within=300)
        assert UNFINISHED not in calm.log_of(service)
    crowd.leave()
    count(calm)


@pytest.mark.long
def test_two_versions_of_each_service_work_side_by_side(installation: Installation) -> None:
    crowd = Crowd(installation)
    crowd.come()
    newer = [installation.join_by_next_version(name) for name in ("ordering", "servicedesk", "notify")]
    crowd.work(15.0)
    for part in newer:
        assert installation.parts.take_away(part.name) == 0, installation.log_of(part.name)[-2000:]
        crowd.work(5.0)
    crowd.leave()
    assert any('"sent_by": "portal"' in body for body in installation.recorded("ordering", "order_placed"))
    count(installation)


def _file(client: Client, installation: Installation) -> None:
    told = {"machine_id": installation.town.machine_ids[0], "category": "paper_jam", "description": "stuck"}
    session = Caller(
        kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.UUID(_customer(installation)), scope="all",
        rights=frozenset({"request_service"}),
    )  # fmt: skip
    client.call(servicedesk.FileServiceRequest, session, contact_name="Sanne", telephone="020 555 01 10", **told)


def _customer(installation: Installation) -> str:
    (customer,) = installation.ops.call(identity.ListCustomers, Caller.operator(*identity.StaffRight))["rows"]
    return str(customer["id"])


def _filed(installation: Installation) -> int:
    found = installation.ops.call(servicedesk.ListServiceRequests, Caller.operator(*identity.StaffRight))
    return int(found["page"]["count"])


def _logged_in(installation: Installation) -> Browser:
    browser = Browser(installation.url)
    form = browser.get("/login").hidden("/login") | {"email": installation.town.users[0], "password": PASSWORD}
    assert browser.post("/login", form).status == 303
    return browser


def _expect_answer(browser: Browser, path: str, when: str) -> None:
    begun = time.monotonic()
    page = browser.get(path)
    assert page.status in (200, 503), f"{path} said {page.status} {when}: {page.text[:300]}"
    assert "<h1" in page.text
    assert time.monotonic() - begun < LONGEST_PAGE, f"{path} took {time.monotonic() - begun:.0f} s {when}"
