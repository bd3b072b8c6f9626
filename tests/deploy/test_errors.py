"""Messages of failed calls on the command line, and of a port that cannot be bound."""

import errno
import os
import socket

import pytest

from deploy.run.errors import port_error, sentence_of
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


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)),
            "Port 80 is in use. Choose another one: MACHINEPARK_PORT=81 make run",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "Cannot listen on portal:80 (Permission denied). Check MACHINEPARK_HOST and MACHINEPARK_PORT",
        ),
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "Cannot listen on portal:80 (Name or service not known). Check MACHINEPARK_HOST and MACHINEPARK_PORT",
        ),
    ],
    ids=["in use", "not permitted", "unknown host"],
)
def test_error_of_a_port_has_the_reason(error: OSError, message: str) -> None:
    assert str(port_error("portal", 80, error, "make run")) == message
