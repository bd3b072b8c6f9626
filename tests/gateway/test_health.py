"""The health endpoints `/healthz` and `/readyz`."""

import pytest

from tests.gateway.installation import SERVICE_NAMES, Installation


def test_liveness_calls_no_service(installation: Installation) -> None:
    installation.stop(*SERVICE_NAMES)
    assert installation.browser().get("/healthz").status_code == 200
    assert installation.calls == []


def test_portal_is_ready_when_all_services_are_healthy(installation: Installation) -> None:
    response = installation.browser().get("/readyz")
    assert (response.status_code, response.json) == (200, {"ready": True, "failing": []})
    assert len(installation.calls_of("health")) == len(SERVICE_NAMES)


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_unreachable_service_is_named_as_failing(installation: Installation, service: str) -> None:
    installation.stop(service)
    response = installation.browser().get("/readyz")
    assert (response.status_code, response.json) == (503, {"ready": False, "failing": [service]})


def test_unhealthy_service_is_named_as_failing(installation: Installation) -> None:
    installation.responses["health"] = {"healthy": False, "checks": [{"name": "database", "healthy": False}]}
    assert installation.browser().get("/readyz").json == {"ready": False, "failing": sorted(SERVICE_NAMES)}
