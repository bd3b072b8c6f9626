"""For whoever runs the portal."""

import pytest

from tests.gateway.house import SERVICES, House


def test_the_process_is_alive_without_asking_anybody(house: House) -> None:
    house.stop(*SERVICES)
    assert house.browser().get("/healthz").status_code == 200
    assert house.calls == []


def test_the_portal_is_ready_when_all_services_are_well(house: House) -> None:
    answer = house.browser().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "unwell": []})
    assert len(house.asked("health")) == len(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_is_down_is_named(house: House, service: str) -> None:
    house.stop(service)
    answer = house.browser().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "unwell": [service]})


def test_a_service_that_is_not_well_is_named(house: House) -> None:
    house.answers["health"] = {"well": False, "checks": [{"name": "database", "well": False}]}
    assert house.browser().get("/readyz").json == {"ready": False, "unwell": sorted(SERVICES)}
