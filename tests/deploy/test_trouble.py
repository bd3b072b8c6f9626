"""What a command says when the installation does not do what it was asked."""

import pytest

from deploy.run.errors import sentence_of
from services.chassis.contract import ContractError, InternalError
from services.chassis.contract.errors import OutcomeUnknown, ServiceUnavailable


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ServiceUnavailable(service="fleet"), ["The service fleet does not answer", "nothing was done", "doctor"]),
        (
            OutcomeUnknown(service="fleet", key="k"),
            ["The service fleet gave no answer in time", "before you do it again"],
        ),
        (InternalError(correlation_id="c0ffee"), ["failed", "c0ffee"]),
    ],
    ids=lambda value: value.code if isinstance(value, ContractError) else "",
)
def test_a_call_that_did_not_succeed_is_told_with_what_to_do(error: ContractError, words: list[str]) -> None:
    assert [word for word in words if word not in sentence_of(error)] == []
