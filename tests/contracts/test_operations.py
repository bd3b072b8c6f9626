"""Every operation conforms to its example, which is sent to the real service."""

from collections.abc import Callable
from typing import Any

import pytest
from contracts.declarations import BUILTIN_OPERATIONS, OPERATIONS, OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.schema_conformance import example_differences, feed_mismatches, mismatches
from contracts.situations import SITUATIONS
from marshmallow import ValidationError

from deploy.run.services import SERVICES
from services.chassis.contract import Operation
from services.chassis.contract.audit_operations import ComparePage
from services.chassis.contract.builtin_operations import ListProjections, RebuildPage
from services.chassis.contract.personal_data_operations import ListRowsByEmail, ReadPersonalData
from services.chassis.runtime.definition import ServiceDefinition

AT_EACH_SERVICE = [
    pytest.param(operation, definition, id=f"{definition.name}.{operation.name}")
    for operation in BUILTIN_OPERATIONS
    for definition in SERVICES
    if definition.projections or operation not in (ComparePage, ListProjections, RebuildPage)
    if operation is not ReadPersonalData or any(getattr(one, "exported", ()) for one in definition.personal_data)
    if operation is not ListRowsByEmail or any(getattr(one, "by_email", None) for one in definition.personal_data)
]


def test_every_operation_has_its_own_example() -> None:
    missing = [named(one) for one in OPERATIONS if "example" not in vars(one)]
    assert missing == [], "give it an `example`: a pair of request and response"


def test_request_of_an_example_is_valid() -> None:
    def refused(operation: type[Operation]) -> Any:
        try:
            operation.request.load(operation.example[0])
        except ValidationError as error:
            return error.messages
        return None

    assert _problems(refused) == {}


def test_response_of_an_example_conforms_to_its_schema() -> None:
    def mismatches_of(operation: type[Operation]) -> Any:
        _, response = operation.example
        return mismatches(operation.response, response) + feed_mismatches(operation, response)

    assert _problems(mismatches_of) == {}


def test_response_of_an_example_survives_a_round_trip() -> None:
    def round_trip_difference(operation: type[Operation]) -> Any:
        _, response = operation.example
        written = operation.response.dump(operation.response.load(response))
        return None if written == response else written

    assert _problems(round_trip_difference) == {}


def test_every_situation_belongs_to_a_declared_operation() -> None:
    assert SITUATIONS.keys() <= set(OPERATIONS)


@pytest.mark.every_environment
@pytest.mark.parametrize("operation", OWN_OPERATIONS, ids=named)
def test_service_responds_like_the_example(
    operation: type[Operation], example_installation: ExampleInstallation
) -> None:
    _, expected = operation.example
    response = _call(operation, example_installation)
    assert mismatches(operation.response, response) + feed_mismatches(operation, response) == []
    assert list(example_differences(operation.response, expected, response)) == []


@pytest.mark.parametrize(("operation", "definition"), AT_EACH_SERVICE)
def test_each_service_responds_to_builtin_operations(
    operation: type[Operation], definition: ServiceDefinition, example_installation: ExampleInstallation
) -> None:
    _, expected = operation.example
    projection = definition.projections[0].event.type if definition.projections else ""
    response = _call(operation, example_installation, service=definition.name, projection=projection)
    assert mismatches(operation.response, response) == []
    assert list(example_differences(operation.response, expected, response)) == []


def _problems(find_problems: Callable[[type[Operation]], Any]) -> dict[str, Any]:
    """The non-empty results of `find_problems` by the names of operations."""
    return {named(operation): problems for operation in OPERATIONS if (problems := find_problems(operation))}


def _call(
    operation: type[Operation], installation: ExampleInstallation, service: str = "", projection: str = ""
) -> dict[str, Any]:
    assert operation in SITUATIONS, f"add a situation for {operation.__name__} to tests/contracts/situations.py"
    request, _ = operation.example
    caller, real = SITUATIONS[operation](installation, dict(request))
    if "projection" in real:
        real["projection"] = projection
    return installation.installation.call(operation, caller, service=service, **real)
