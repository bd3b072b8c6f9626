"""For whoever runs the portal."""

import pytest

from tests.gateway.installation import SERVICE_NAMES, Installation


def test_the_process_is_alive_without_asking_anybody(installation: Installation) -> None:
    installation.stop(*SERVICE_NAMES)
    assert installation.browser().get("/healthz").status_code == 200
    assert installation.calls == []


def test_the_portal_is_ready_when_all_services_are_well(installation: Installation) -> None:
    answer = installation.browser().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "failing": []})
    assert len(installation.asked("health")) == len(SERVICE_NAMES)


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_service_that_is_down_is_named(installation: Installation, service: str) -> None:
    installation.stop(service)
    answer = installation.browser().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "failing": [service]})


def test_a_service_that_is_not_well_is_named(installation: Installation) -> None:
    installation.answers["health"] = {"well": False, "checks": [{"name": "database", "well": False}]}
    assert installation.browser().get("/readyz").json == {"ready": False, "failing": sorted(SERVICE_NAMES)}
