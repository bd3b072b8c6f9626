"""Whatever is sent to the API of a whole installation, right or wrong: no fault and no answer that is not described."""

from typing import Any

import pytest
import schemathesis
from contracts.accounts import a_registration, an_access_request
from contracts.builders import a_group, an_account, logged_in
from contracts.example_installation import ExampleInstallation
from contracts.front import a_token, front_of
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

TRIES = 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Front:
    """A gateway that is put in front of the installation when that is there."""

    app: Flask

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


API = schemathesis.openapi.from_dict(openapi.document())
API.app = FRONT = Front()


@pytest.fixture(scope="session", autouse=True)
def front(called_installation: ExampleInstallation) -> None:
    FRONT.app = front_of(called_installation.installation)


@pytest.fixture(scope="session")
def known(called_installation: ExampleInstallation) -> dict[str, str]:
    """Ids that are there, by the names that they have in addresses."""
    installation, customer = called_installation.installation, called_installation.customer
    group = a_group(installation, customer, called_installation.machine_id)
    pieter = logged_in(installation, an_account(installation, customer, "request_service", group_ids=[group]))
    ids = {"user_id": pieter.person_id, "group_id": group, "machine_id": called_installation.machine_id}
    asked = {
        "registration_id": a_registration(called_installation)[0],
        "request_id": an_access_request(called_installation)["id"],
    }
    return ids | asked


@pytest.fixture
def token(called_installation: ExampleInstallation) -> str:
    """That of an administrator who may do everything."""
    return a_token(called_installation.installation, called_installation.customer, *Right)


# `email` draws the boundary of a mail from `random`; the installation writes mails in threads while examples are made.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")
@API.parametrize()
@settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_every_answer_is_one_that_the_description_knows(case: Case, token: str, known: dict[str, str]) -> None:
    case.path_parameters.update({name: id for name, id in known.items() if name in case.path_parameters})
    answer = case.call(headers={"Authorization": f"Bearer {token}"})
    case.validate_response(answer, checks=CHECKS)
