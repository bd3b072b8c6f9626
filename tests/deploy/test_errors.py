"""Messages of failed calls on the command line."""

import pytest

from deploy.run.errors import sentence_of
from services.chassis.contract import ContractError, InternalError
from services.chassis.contract.errors import OutcomeUnknown, ServiceUnavailable


@pytest.mark.parametrize(
    ("error", "phrases"),
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
def test_message_of_a_failed_call_says_what_to_do(error: ContractError, phrases: list[str]) -> None:
    assert [phrase for phrase in phrases if phrase not in sentence_of(error)] == []
