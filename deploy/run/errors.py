"""Reports expected errors of start-up and of commands as one line that says what to do, without a traceback."""

import contextlib
import errno
import sys
from collections.abc import Iterator

from deploy.run.lock import Held
from services.chassis.contract import ContractError, InternalError
from services.chassis.contract.errors import DeadlinePassed, OutcomeUnknown, ServiceUnavailable
from services.chassis.settings import WrongSetting


class StartupError(Exception):
    """A problem of the environment. The message says what is wrong and what to do, without the final full stop."""


def sentence_of(error: Exception) -> str:
    """The line for the operator; empty for an unexpected error, which keeps its traceback."""
    match error:
        case StartupError():
            return f"{error}."
        case WrongSetting():
            return f"A setting is invalid. {error}."
        case Held():
            return f"Machinepark already runs with this data folder (process {error.holder or '?'}). Stop it first."
        case ServiceUnavailable():
            return f"{_service(error)} does not answer; nothing was done. To find the cause, run: machinepark doctor"
        case OutcomeUnknown() | DeadlinePassed():
            return f"{_service(error)} gave no answer in time. Check whether it was done before you do it again."
        case InternalError():
            return (
                f"{_service(error)} failed. See its log: {error.params.get('correlation_id', 'entries of this time')}."
            )
        case ContractError():
            return f"The service refused the request: {error}."
        case OSError(filename=str() as place):
            return (
                f"Cannot use {place} ({error.strerror}). "
                "Make it readable and writable, or set MACHINEPARK_VAR to another folder."
            )
    if type(error).__name__ == "OperationalError":  # SQLAlchemy's, which the gateway's process does not import
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return f"The database cannot be used ({reason}). To find the cause, run: machinepark doctor"
    return ""


def port_error(host: str, port: int, error: OSError, command: str) -> StartupError:
    """The error for an HTTP port that cannot be bound. `command` starts the installation."""
    if error.errno == errno.EADDRINUSE:
        return StartupError(f"Port {port} is in use. Choose another one: MACHINEPARK_PORT={port + 1} {command}")
    reason = error.strerror or str(error)
    return StartupError(f"Cannot listen on {host}:{port} ({reason}). Check MACHINEPARK_HOST and MACHINEPARK_PORT")


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Write the sentence of an expected error to standard error and exit with code 1."""
    try:
        yield
    except Exception as error:
        if not (sentence := sentence_of(error)):
            raise
        colour = sys.stderr.isatty()
        sys.stderr.write(f"\x1b[31m{sentence}\x1b[0m\n" if colour else f"{sentence}\n")
        raise SystemExit(1) from None


def _service(error: ContractError) -> str:
    return f"The service {error.params['service']}" if "service" in error.params else "The service"
