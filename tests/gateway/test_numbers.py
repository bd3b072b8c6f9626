"""What Prometheus is told of the gateway's answers: by route, never by what somebody typed."""

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
def test_an_answer_is_counted_by_its_route_and_the_hundred_of_its_status(
    installation: Installation, path: str, route: str, status: str
) -> None:
    browser = installation.browser(CUSTOMER)
    before = _count(route, "GET", status)
    browser.get(path)
    assert _count(route, "GET", status) == before + 1


def test_a_method_that_nobody_knows_makes_no_label_of_its_own(installation: Installation) -> None:
    before = _count("none", "other", "4xx")
    installation.app.test_client().open("/login", method="SANNE")
    assert _count("none", "other", "4xx") == before + 1


def test_a_page_that_fails_is_counted(installation: Installation) -> None:
    installation.answers["list_machines"] = lambda **_: {"nonsense": True}
    browser, before = installation.browser(CUSTOMER), _count("/machines", "GET", "5xx")
    assert browser.get("/machines").status_code == 500
    assert _count("/machines", "GET", "5xx") == before + 1


def test_no_label_holds_what_was_asked_for(installation: Installation) -> None:
    installation.browser(CUSTOMER).get("/machines?text=Zoekwoord")
    labels = [
        value for family in REGISTRY.collect() for one in family.samples for value in one.labels.values() if value
    ]
    assert [value for value in labels if "Zoekwoord" in value or MACHINE in value or "@" in value] == []


def _count(route: str, method: str, status: str) -> float:
    labels = {"route": route, "method": method, "status": status}
    return REGISTRY.get_sample_value("machinepark_http_seconds_count", labels) or 0.0
