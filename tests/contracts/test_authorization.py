"""Unauthorized callers of an operation read and change nothing (docs/security.md#authorization).

Generated from all declared operations: a request that succeeds for its authorized caller is sent over the bus as every
other caller, and still succeeds for the authorized one afterwards.
"""

from typing import Any

import pytest
from contracts.attempts import AttemptChecker
from contracts.declarations import OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.expectations import EXCEPTIONS, ValidCall
from contracts.schema_values import with_extra_fields
from contracts.situations import SITUATIONS
from contracts.snapshots import all_rows, changed_rows, wait_until_idle
from contracts.unauthorized_callers import UnauthorizedCallers

from services.chassis.contract import ContractError, Invalid, Operation
from services.identity.contracts import ChangePassword

PRIVILEGED_FIELDS = {
    "customer_id": "01980000-0000-7000-8000-00000000feed",
    "rights": ["manage_users"],
    "status": "active",
    "price": {"amount": 1, "currency": "EUR"},
    "is_staff": True,
    "impersonated_by": "",
    "scope": "all",
}
"""Fields that must be refused where the schema does not have them."""


CHECKED_OPERATIONS = sorted(OWN_OPERATIONS, key=lambda operation: operation is ChangePassword)
"""`change_password` is last: other callers may change their own password, which other requests contain."""


@pytest.fixture(scope="module")
def checker(attempts_installation: ExampleInstallation) -> AttemptChecker:
    return AttemptChecker.of(UnauthorizedCallers.of(attempts_installation))


@pytest.mark.parametrize("operation", CHECKED_OPERATIONS, ids=named)
def test_unauthorized_callers_read_and_change_nothing(
    operation: type[Operation], attempts_installation: ExampleInstallation, checker: AttemptChecker
) -> None:
    call = _valid_call(operation, attempts_installation)
    wait_until_idle(attempts_installation.installation)
    attempts = list(checker.callers.attempts(operation, call.caller))
    assert [problem for attempt in attempts for problem in checker.problems(call, attempt)] == []
    assert _extra_fields_problems(attempts_installation, call) == []
    assert checker.installation.call(operation, call.caller, **call.request) is not None


def test_every_exception_belongs_to_a_declared_operation() -> None:
    assert {operation for operation, _ in EXCEPTIONS} <= set(OWN_OPERATIONS)


def _valid_call(operation: type[Operation], installation: ExampleInstallation) -> ValidCall:
    assert operation in SITUATIONS, f"add a situation for {operation.__name__} to tests/contracts/situations.py"
    request, _ = operation.example
    return ValidCall(operation, *SITUATIONS[operation](installation, dict(request)))


def _extra_fields_problems(installation: ExampleInstallation, call: ValidCall) -> list[Any]:
    """What is wrong with the refusal of privileged fields in every object of the request."""
    request, paths = with_extra_fields(call.operation.request, call.request, PRIVILEGED_FIELDS)
    before = all_rows(installation.installation)
    try:
        return [installation.installation.call(call.operation, call.caller, **request)]
    except Invalid as refusal:
        reported = {
            ".".join(map(str, one["path"])) for one in refusal.params["fields"] if one["code"] == "unknown_field"
        }
        return [*sorted(paths - reported), *changed_rows(before, all_rows(installation.installation))]
    except ContractError as refusal:
        return [refusal.code]
