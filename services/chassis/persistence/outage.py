"""A database that cannot be reached, a disk without room: no fault of ours, and to be told as what it is."""

import errno

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm.exc import StaleDataError

from services.chassis.contract import ContractError, OutOfSpace, ServiceUnavailable
from services.chassis.persistence.database import DatabaseBusy

FULL = ("53100", "53200")
"""PostgreSQL: the disk is full, memory is."""
AWAY = ("08", "57P", "53300")
"""PostgreSQL: the connection failed, the server is going down or coming up, it takes no more connections."""
COLLIDED = ("40001", "40P01")
"""PostgreSQL: two transactions cannot go one after the other, or wait for each other."""
SQLITE_FULL = ("database or disk is full", "disk I/O error")


def to_contract_error(service: str, fault: Exception) -> ContractError | None:
    """What the caller is told of a fault of the database or a disk; None where it is another one."""
    if isinstance(fault, NoFreeConnection | DatabaseBusy) or is_lost(fault):
        return ServiceUnavailable(service=service)
    if isinstance(fault, DBAPIError | OSError) and _is_full(fault):
        return OutOfSpace(service=service)
    return None


def is_lost(fault: Exception) -> bool:
    """Whether the connection ended, or could not be made."""
    if not isinstance(fault, DBAPIError):
        return False
    code = getattr(fault.orig, "pgcode", None)
    made_by_driver = type(fault.orig).__module__.startswith("psycopg2") and code is None
    return fault.connection_invalidated or made_by_driver or (code or "").startswith(AWAY)


def is_collision(fault: Exception) -> bool:
    """Whether a transaction was given up because of another one: worth a second try."""
    if isinstance(fault, StaleDataError | IntegrityError):
        return True
    return isinstance(fault, DBAPIError) and getattr(fault.orig, "pgcode", None) in COLLIDED


def _is_full(fault: DBAPIError | OSError) -> bool:
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(fault.orig, "pgcode", None) in FULL or any(sign in str(fault.orig) for sign in SQLITE_FULL)
