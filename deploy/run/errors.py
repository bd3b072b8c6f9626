"""What keeps Machinepark from running, told in one line that says what to do; never a traceback."""

import contextlib
import sys
from collections.abc import Iterator

from deploy.run.lock import Held
from services.chassis.contract import ContractError, InternalError
from services.chassis.contract.errors import DeadlinePassed, OutcomeUnknown, ServiceUnavailable
from services.chassis.settings import WrongSetting


class StartupError(Exception):
    """Something outside is not as it must be; the message is the sentence for the operator, with what to do."""


def sentence_of(error: Exception) -> str:
    """The line for the operator; empty for what is a fault of ours."""
    match error:
        case StartupError():
            return f"{error}."
        case WrongSetting():
            return f"A setting is wrong. {error}."
        case Held():
            return f"Machinepark already runs with this data folder (process {error.holder or '?'}). Stop it first."
        case ServiceUnavailable():
            return f"{_service(error)} does not answer, and nothing was done. See what is wrong: machinepark doctor"
        case OutcomeUnknown() | DeadlinePassed():
            return f"{_service(error)} gave no answer in time. Look whether it was done before you do it again."
        case InternalError():
            return f"{_service(error)} failed. Its log says why, at {error.params.get('correlation_id', 'this time')}."
        case ContractError():
            return f"The service refused: {error}."
        case OSError(filename=str() as place):
            return (
                f"Cannot use {place} ({error.strerror}). "
                "Make it readable and writable, or set MACHINEPARK_VAR to a folder that is."
            )
    if type(error).__name__ == "OperationalError":  # SQLAlchemy's, which the gateway's process does without
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return f"The database cannot be used ({reason}). See what is wrong: machinepark doctor"
    return ""


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Tell what goes wrong within, and end with exit code 1."""
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
