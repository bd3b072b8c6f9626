"""Generated requests, valid and invalid, to the JSON API of an installation: each response conforms to OpenAPI."""

from typing import Any

import pytest
import schemathesis
from contracts.accounts import a_registration, an_access_request
from contracts.builders import a_group, an_account, logged_in
from contracts.example_installation import ExampleInstallation
from contracts.gateway_app import a_token, gateway_app
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.docs import openapi
from services.identity.contracts import Right

EXAMPLES_PER_OPERATION = 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class GatewayProxy:
    """A WSGI application that delegates to `app`, which is set after the requests were generated."""

    app: Flask

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


API = schemathesis.openapi.from_dict(openapi.document())
API.app = GATEWAY = GatewayProxy()


@pytest.fixture(scope="session", autouse=True)
def connect_gateway(api_installation: ExampleInstallation) -> None:
    GATEWAY.app = gateway_app(api_installation.installation)


@pytest.fixture(scope="session")
def existing_ids(api_installation: ExampleInstallation) -> dict[str, str]:
    """Ids of existing resources by the names of path parameters."""
    installation, customer = api_installation.installation, api_installation.customer
    group = a_group(installation, customer, api_installation.machine_id)
    pieter = logged_in(installation, an_account(installation, customer, "request_service", group_ids=[group]))
    ids = {"user_id": pieter.person_id, "group_id": group, "machine_id": api_installation.machine_id}
    requests = {
        "registration_id": a_registration(api_installation)[0],
        "request_id": an_access_request(api_installation)["id"],
    }
    return ids | requests


@pytest.fixture
def token(api_installation: ExampleInstallation) -> str:
    """The session token of an administrator with every right."""
    return a_token(api_installation.installation, api_installation.customer, *Right)


# `email` draws the boundary of a mail from `random`, in threads of the installation, while Hypothesis generates.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")
@API.parametrize()
@settings(
    max_examples=EXAMPLES_PER_OPERATION,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
def test_every_response_conforms_to_the_openapi_document(case: Case, token: str, existing_ids: dict[str, str]) -> None:
    case.path_parameters.update({name: id for name, id in existing_ids.items() if name in case.path_parameters})
    response = case.call(headers={"Authorization": f"Bearer {token}"})
    case.validate_response(response, checks=CHECKS)
