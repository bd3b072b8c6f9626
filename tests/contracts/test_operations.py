"""Every operation does what its example says: the example is sent through the real service."""

from collections.abc import Callable
from typing import Any

import pytest
from contracts.declared import BUILTIN_OPERATIONS, OPERATIONS, OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.shapes import departures, of_feed, untold
from contracts.situations import SITUATIONS
from marshmallow import ValidationError

from deploy.run.services import SERVICES
from services.chassis.contract import Operation
from services.chassis.contract.audit_operations import ComparePage
from services.chassis.contract.builtin_operations import ListProjections, RebuildPage
from services.chassis.runtime.process import ServiceDefinition

AT_EACH_SERVICE = [
    pytest.param(operation, definition, id=f"{definition.name}.{operation.name}")
    for operation in BUILTIN_OPERATIONS
    for definition in SERVICES
    if definition.projections or operation not in (ComparePage, ListProjections, RebuildPage)
]


def test_every_operation_has_an_example_of_its_own() -> None:
    missing = [named(one) for one in OPERATIONS if "example" not in vars(one)]
    assert missing == [], "give it an `example`: a pair of request and response"


def test_the_request_of_an_example_is_one() -> None:
    def refused(operation: type[Operation]) -> Any:
        try:
            operation.request.load(operation.example[0])
        except ValidationError as error:
            return error.messages
        return None

    assert _problems(refused) == {}


def test_the_response_of_an_example_is_exactly_of_its_schema() -> None:
    def depart(operation: type[Operation]) -> Any:
        _, response = operation.example
        return departures(operation.response, response) + of_feed(operation, response)

    assert _problems(depart) == {}


def test_the_response_of_an_example_is_written_as_the_service_writes_it() -> None:
    def written_otherwise(operation: type[Operation]) -> Any:
        _, response = operation.example
        written = operation.response.dump(operation.response.load(response))
        return None if written == response else written

    assert _problems(written_otherwise) == {}


def test_no_situation_is_left_of_an_operation_that_is_gone() -> None:
    assert SITUATIONS.keys() <= set(OPERATIONS)


@pytest.mark.every_environment
@pytest.mark.parametrize("operation", OWN_OPERATIONS, ids=named)
def test_the_service_answers_as_the_example_says(
    operation: type[Operation], example_installation: ExampleInstallation
) -> None:
    _, response = operation.example
    answer = _answer(operation, example_installation)
    assert departures(operation.response, answer) + of_feed(operation, answer) == []
    assert list(untold(operation.response, response, answer)) == []


@pytest.mark.parametrize(("operation", "definition"), AT_EACH_SERVICE)
def test_each_service_answers_what_every_service_does(
    operation: type[Operation], definition: ServiceDefinition, example_installation: ExampleInstallation
) -> None:
    _, response = operation.example
    projection = definition.projections[0].event.type if definition.projections else ""
    answer = _answer(operation, example_installation, service=definition.name, projection=projection)
    assert departures(operation.response, answer) == []
    assert list(untold(operation.response, response, answer)) == []


def _problems(look: Callable[[type[Operation]], Any]) -> dict[str, Any]:
    """What `look` finds wrong about each operation, by its name; nothing for the others."""
    return {named(operation): problems for operation in OPERATIONS if (problems := look(operation))}


def _answer(
    operation: type[Operation], installation: ExampleInstallation, service: str = "", projection: str = ""
) -> dict[str, Any]:
    assert operation in SITUATIONS, f"tell in tests/contracts/situations.py when {operation.__name__} works"
    request, _ = operation.example
    caller, real = SITUATIONS[operation](installation, dict(request))
    if "projection" in real:
        real["projection"] = projection
    return installation.installation.call(operation, caller, service=service, **real)
