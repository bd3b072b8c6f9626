"""Registrations and access requests that wait for the caller's answer."""

from typing import Any

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import capped_count
from services.identity.queries.access_requests import first_access_requests, waiting_access_requests
from services.identity.queries.registrations import first_registrations, waiting_registrations


def count_pending_requests(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    """Both counts in one statement; each stops at 1,000."""
    queries = {"accounts": waiting_registrations(caller), "access": waiting_access_requests(caller)}
    counts = (capped_count(query).label(name) for name, query in queries.items())
    row = uow.session.execute(select(*counts)).one()
    return {"accounts": row.accounts, "access": row.access}


def list_pending_requests(uow: UnitOfWork, caller: Caller, limit: int) -> dict[str, Any]:
    return {"accounts": first_registrations(uow, caller, limit), "access": first_access_requests(uow, caller, limit)}
