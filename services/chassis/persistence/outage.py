"""Maps an unavailable database or a full disk to contract errors."""

import errno

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm.exc import StaleDataError

from services.chassis.contract import ContractError, OutOfSpace, ServiceUnavailable
from services.chassis.persistence.database import DatabaseBusy

FULL = ("53100", "53200")
"""PostgreSQL: disk_full, out_of_memory."""
AWAY = ("08", "57P", "53300")
"""PostgreSQL: connection_exception, server shutting down or starting, too_many_connections."""
COLLIDED = ("40001", "40P01")
"""PostgreSQL: serialization_failure, deadlock_detected."""
SQLITE_FULL = ("database or disk is full", "disk I/O error")


def to_contract_error(service: str, error: Exception) -> ContractError | None:
    """The contract error for an unavailable database or a full disk; None for any other exception."""
    if isinstance(error, NoFreeConnection | DatabaseBusy) or is_lost(error):
        return ServiceUnavailable(service=service)
    if isinstance(error, DBAPIError | OSError) and _is_full(error):
        return OutOfSpace(service=service)
    return None


def is_lost(error: Exception) -> bool:
    """Whether the connection was lost or could not be opened."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "pgcode", None)
    raised_by_driver = type(error.orig).__module__.startswith("psycopg2") and code is None
    return error.connection_invalidated or raised_by_driver or (code or "").startswith(AWAY)


def was_disconnected(error: Exception) -> bool:
    """Whether the connection was closed before the commit; retrying on a new one is safe then."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_collision(error: Exception) -> bool:
    """Whether the transaction failed because of a concurrent one and should be retried once."""
    if isinstance(error, StaleDataError | IntegrityError):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "pgcode", None) in COLLIDED


def _is_full(error: DBAPIError | OSError) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(error.orig, "pgcode", None) in FULL or any(message in str(error.orig) for message in SQLITE_FULL)
