"""Whatever is sent to the API of a whole house, right or wrong: no fault and no answer that is not described."""

from typing import Any

import pytest
import schemathesis
from contracts.accounts import a_registration, an_access_request
from contracts.builders import a_group, an_account, logged_in
from contracts.example_house import ExampleHouse
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
    """A gateway that is put in front of the house when that is there."""

    app: Flask

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


API = schemathesis.openapi.from_dict(openapi.document())
API.app = FRONT = Front()


@pytest.fixture(scope="session", autouse=True)
def front(called_house: ExampleHouse) -> None:
    FRONT.app = front_of(called_house.house)


@pytest.fixture(scope="session")
def known(called_house: ExampleHouse) -> dict[str, str]:
    """Ids that are there, by the names that they have in addresses."""
    house, customer = called_house.house, called_house.customer
    group = a_group(house, customer, called_house.machine_id)
    pieter = logged_in(house, an_account(house, customer, "request_service", group_ids=[group]))
    ids = {"user_id": pieter.person_id, "group_id": group, "machine_id": called_house.machine_id}
    asked = {"registration_id": a_registration(called_house)[0], "request_id": an_access_request(called_house)["id"]}
    return ids | asked


@pytest.fixture
def token(called_house: ExampleHouse) -> str:
    """That of an administrator who may do everything."""
    return a_token(called_house.house, called_house.customer, *Right)


@API.parametrize()
@settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_every_answer_is_one_that_the_description_knows(case: Case, token: str, known: dict[str, str]) -> None:
    case.path_parameters.update({name: id for name, id in known.items() if name in case.path_parameters})
    answer = case.call(headers={"Authorization": f"Bearer {token}"})
    case.validate_response(answer, checks=CHECKS)
