"""Metrics of real processes in both modes: all that alerts and the dashboard use are exported."""

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
REQUESTS = 20


@pytest.fixture
def full(full_portal: FullInstallation) -> FullInstallation:
    if not full_portal.is_running:
        full_portal.start()
    return full_portal


def test_embedded_mode_exports_all_metrics(portal: Portal) -> None:
    _send_requests(portal)
    assert _missing([portal.metrics()]) == set()


def test_full_mode_exports_all_metrics_each_process_its_own(full: FullInstallation) -> None:
    _send_requests(full)
    metrics = [full.metrics(process) for process in range(PROCESSES)]
    assert _missing(metrics) == set()
    for name, text in zip(SERVICE_NAMES, metrics, strict=False):
        assert f'machinepark_outbox_events{{service="{name}"}}' in text
    assert "machinepark_outbox_events" not in metrics[GATEWAY]


def test_gateway_sums_the_metrics_of_its_workers(full: FullInstallation) -> None:
    before = _logins(full)
    _send_requests(full)
    assert _logins(full) - before == REQUESTS


@pytest.mark.parametrize("fixture_name", ["portal", "full_portal"])
def test_portal_does_not_serve_metrics(fixture_name: str, request: pytest.FixtureRequest) -> None:
    installation: Portal = request.getfixturevalue(fixture_name)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{installation.url}/metrics", timeout=20)


def test_labels_contain_no_personal_data(portal: Portal) -> None:
    values = {
        value
        for family in text_string_to_metric_families(portal.metrics())
        for sample in family.samples
        for value in sample.labels.values()
    }
    assert [value for value in values if "@" in value] == []


def _send_requests(installation: Portal) -> None:
    for _ in range(REQUESTS):
        with urllib.request.urlopen(f"{installation.url}/login", timeout=20) as response:
            response.read()


def _logins(installation: Portal) -> float:
    families = text_string_to_metric_families(installation.metrics(GATEWAY))
    expected_labels = {"route": "/login", "method": "GET", "status": "2xx"}
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == "machinepark_http_seconds_count" and sample.labels == expected_labels
    )


def _missing(metrics: list[str]) -> set[str]:
    """Metrics that no process exports, and those that have other labels than declared."""
    expected = {name: labels for name, labels in exported_metrics().items() if name.startswith("machinepark_")}
    declared = set(re.findall(r"^# TYPE (\w+) ", "\n".join(metrics), re.MULTILINE))
    parts = {f"{name}{part}" for name in declared for part in ("_bucket", "_count", "_sum")}
    mislabelled = {
        sample.name
        for text in metrics
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name in expected and sample.labels.keys() - PROMETHEUS_LABELS != expected[sample.name]
    }
    return (expected.keys() - declared - parts) | mislabelled
