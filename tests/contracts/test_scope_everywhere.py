"""Whoever is not the rightful caller of an operation gets nothing and changes nothing (docs/security.md#authorization).

Made from all declared operations: the request that works for its rightful caller is tried as everybody else, straight
on the bus, and works for its rightful caller after all that.
"""

from typing import Any

import pytest
from contracts.declared import OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.expectations import EXCEPTIONS, Sample
from contracts.judging import Judge
from contracts.others import Others
from contracts.samples import with_more
from contracts.situations import SITUATIONS
from contracts.tables import all_rows, changes, quiet

from services.chassis.contract import ContractError, Invalid, Operation
from services.identity.contracts import ChangePassword

PRIVILEGED = {
    "customer_id": "01980000-0000-7000-8000-00000000feed",
    "rights": ["manage_users"],
    "status": "active",
    "price": {"amount": 1, "currency": "EUR"},
    "is_staff": True,
    "impersonated_by": "",
    "scope": "all",
}
"""What nobody is to slip in where an operation does not ask for it."""


TRIED = sorted(OWN_OPERATIONS, key=lambda operation: operation is ChangePassword)
"""`change_password` comes last: other callers may change their own password, which other requests carry."""


@pytest.fixture(scope="module")
def judge(tried_installation: ExampleInstallation) -> Judge:
    return Judge.of(Others.of(tried_installation))


@pytest.mark.parametrize("operation", TRIED, ids=named)
def test_nobody_but_its_rightful_caller_gets_or_changes_anything(
    operation: type[Operation], tried_installation: ExampleInstallation, judge: Judge
) -> None:
    sample = _sample(operation, tried_installation)
    quiet(tried_installation.installation)
    tries = list(judge.others.tries(operation, sample.caller))
    assert [said for tried in tries for said in judge.wrong(sample, tried)] == []
    assert _added(tried_installation, sample) == []
    assert judge.installation.call(operation, sample.caller, **sample.request) is not None


def test_no_exception_is_left_of_an_operation_that_is_gone() -> None:
    assert {operation for operation, _ in EXCEPTIONS} <= set(OWN_OPERATIONS)


def _sample(operation: type[Operation], installation: ExampleInstallation) -> Sample:
    assert operation in SITUATIONS, f"tell in tests/contracts/situations.py when {operation.__name__} works"
    request, _ = operation.example
    return Sample(operation, *SITUATIONS[operation](installation, dict(request)))


def _added(installation: ExampleInstallation, sample: Sample) -> list[Any]:
    """What is wrong about the refusal of fields that were slipped in everywhere."""
    request, paths = with_more(sample.operation.request, sample.request, PRIVILEGED)
    before = all_rows(installation.installation)
    try:
        return [installation.installation.call(sample.operation, sample.caller, **request)]
    except Invalid as refusal:
        found = {".".join(map(str, one["path"])) for one in refusal.params["fields"] if one["code"] == "unknown_field"}
        return [*sorted(paths - found), *changes(before, all_rows(installation.installation))]
    except ContractError as refusal:
        return [refusal.code]
