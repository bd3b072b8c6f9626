"""The numbers of real processes, in both ways to run: all that alerts and dashboard ask for is there."""

import re
import urllib.error
import urllib.request

import pytest
from full_installation import PROCESSES, FullInstallation
from portal import Portal
from prometheus_client.parser import text_string_to_metric_families

from tests.deploy.test_observe import PROMETHEUS_LABELS, exported_metrics

SERVICE_NAMES = ("identity", "fleet", "ordering", "servicedesk", "notify")
GATEWAY = len(SERVICE_NAMES)
VISITS = 20


@pytest.fixture
def full(full_portal: FullInstallation) -> FullInstallation:
    if not full_portal.is_running:
        full_portal.start()
    return full_portal


def test_one_process_tells_all_that_is_asked_for(portal: Portal) -> None:
    _visit(portal)
    assert _missing([portal.numbers()]) == set()


def test_many_processes_tell_it_together_each_its_own(full: FullInstallation) -> None:
    _visit(full)
    told = [full.numbers(process) for process in range(PROCESSES)]
    assert _missing(told) == set()
    for name, numbers in zip(SERVICE_NAMES, told, strict=False):
        assert f'machinepark_outbox_events{{service="{name}"}}' in numbers
    assert "machinepark_outbox_events" not in told[GATEWAY]


def test_the_workers_of_the_gateway_count_together(full: FullInstallation) -> None:
    before = _logins(full)
    _visit(full)
    assert _logins(full) - before == VISITS


@pytest.mark.parametrize("way", ["portal", "full_portal"])
def test_nothing_of_it_is_told_where_customers_come(way: str, request: pytest.FixtureRequest) -> None:
    installation: Portal = request.getfixturevalue(way)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{installation.url}/metrics", timeout=20)


def test_no_label_tells_of_a_person(portal: Portal) -> None:
    values = {
        value
        for family in text_string_to_metric_families(portal.numbers())
        for sample in family.samples
        for value in sample.labels.values()
    }
    assert [value for value in values if "@" in value] == []


def _visit(installation: Portal) -> None:
    for _ in range(VISITS):
        with urllib.request.urlopen(f"{installation.url}/login", timeout=20) as answer:
            answer.read()


def _logins(installation: Portal) -> float:
    families = text_string_to_metric_families(installation.numbers(GATEWAY))
    wanted = {"route": "/login", "method": "GET", "status": "2xx"}
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == "machinepark_http_seconds_count" and sample.labels == wanted
    )


def _missing(told: list[str]) -> set[str]:
    """What we export and no process tells; and what is told with other labels."""
    known = {name: labels for name, labels in exported_metrics().items() if name.startswith("machinepark_")}
    declared = set(re.findall(r"^# TYPE (\w+) ", "\n".join(told), re.MULTILINE))
    parts = {f"{name}{part}" for name in declared for part in ("_bucket", "_count", "_sum")}
    odd = {
        sample.name
        for numbers in told
        for family in text_string_to_metric_families(numbers)
        for sample in family.samples
        if sample.name in known and sample.labels.keys() - PROMETHEUS_LABELS != known[sample.name]
    }
    return (known.keys() - declared - parts) | odd
