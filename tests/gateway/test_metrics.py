"""Metrics of the gateway's responses: by route, never by input."""

import pytest
from prometheus_client import REGISTRY

from tests.gateway.installation import CUSTOMER, Installation

MACHINE = "01980000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/login", "/login", "3xx"),
        (f"/machines/{MACHINE}", "/machines/<uuid:machine_id>", "2xx"),
        ("/machines?text=Sanne", "/machines", "2xx"),
        ("/sanne@vandijk.example", "none", "4xx"),
        ("/../../etc/passwd", "none", "4xx"),
    ],
)
def test_response_is_counted_by_route_and_status_class(
    installation: Installation, path: str, route: str, status: str
) -> None:
    browser = installation.browser(CUSTOMER)
    before = _count(route, "GET", status)
    browser.get(path)
    assert _count(route, "GET", status) == before + 1


def test_unknown_method_is_counted_as_other(installation: Installation) -> None:
    before = _count("none", "other", "4xx")
    installation.app.test_client().open("/login", method="SANNE")
    assert _count("none", "other", "4xx") == before + 1


def test_failed_page_is_counted(installation: Installation) -> None:
    installation.responses["list_machines"] = lambda **_: {"nonsense": True}
    browser, before = installation.browser(CUSTOMER), _count("/machines", "GET", "5xx")
    assert browser.get("/machines").status_code == 500
    assert _count("/machines", "GET", "5xx") == before + 1


def test_labels_contain_no_input(installation: Installation) -> None:
    installation.browser(CUSTOMER).get("/machines?text=Zoekwoord")
    labels = [
        value for family in REGISTRY.collect() for one in family.samples for value in one.labels.values() if value
    ]
    assert [value for value in labels if "Zoekwoord" in value or MACHINE in value or "@" in value] == []


def _count(route: str, method: str, status: str) -> float:
    labels = {"route": route, "method": method, "status": status}
    return REGISTRY.get_sample_value("machinepark_http_seconds_count", labels) or 0.0
