"""The operations about personal data that every service answers (docs/decisions/0017-personal-data.md)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotAllowed
from services.chassis.contract.caller import ACCOUNT_OWNER
from services.chassis.contract.personal_data_operations import (
    ApplyErasure,
    ContinueErasure,
    ListErasures,
    ListRetentionPeriods,
    ListRowsByEmail,
    ReadPersonalData,
)
from services.chassis.messaging.erasure import erase_some, start_erasure
from services.chassis.persistence import erasures
from services.chassis.persistence.personal_data import BATCH, Declaration, ids_by_email, read_page
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime.definition import RemoveAccount
from services.chassis.runtime.operations import operation
from services.chassis.runtime.prepare_context import PrepareContext
from services.chassis.runtime.retention import periods

LAST_PASS = dt.timedelta(minutes=10)
"""After this time nothing that began before the erasure is still being executed."""
SHORTEST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=1), dt.timedelta(minutes=10)
"""Until what has to wait is tried again, such as a mail that is being sent."""


def _list_erasures(uow: UnitOfWork, _caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    rows, next_id = erasures.list_erasures(uow.session, after, limit)
    return {"rows": [dict(row._mapping) | {"completed": row.completed_at is not None} for row in rows], "next": next_id}


def _how_to_remove_account(context: PrepareContext, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"remove_account": context.definition.remove_account}


def _apply_erasure(
    uow: UnitOfWork,
    caller: Caller,
    person_id: UUID,
    erased_at: dt.datetime,
    other_ids: Sequence[UUID],
    remove_account: RemoveAccount,
) -> None:
    remove_account(uow, caller, person_id)
    start_erasure(uow, person_id, erased_at, other_ids)


def _erase_files(context: PrepareContext, _caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Erase files, and what earlier runs have left of former contents in the database's WAL file."""
    with context.read() as uow:
        row = erasures.find(uow.session, request["person_id"])
    has_all = row is None or context.definition.erase_files(context, erasures.ids_of(row))
    return {"declarations": context.definition.personal_data, "is_clean": context.empty_wal() and has_all}


def _continue_erasure(
    uow: UnitOfWork, _caller: Caller, person_id: UUID, declarations: Sequence[Declaration], is_clean: bool
) -> None:
    """`is_clean`: no file has former contents, as far as runs before this one changed them. So a run that finds nothing
    to change completes the erasure. With an id that nobody has, only the files are cleaned."""
    row = erasures.find(uow.session, person_id)
    if row is not None and erase_some(uow, declarations, erasures.ids_of(row)):
        _schedule(uow, person_id, uow.now)
    elif not is_clean:
        waited = uow.now - row.erased_at if row is not None else dt.timedelta()
        _schedule(uow, person_id, uow.now + min(max(SHORTEST_PAUSE, waited / 10), LONGEST_PAUSE))
    elif row is not None and row.completed_at is None:
        erasures.mark_completed(uow.session, person_id, uow.now)
        _schedule(uow, person_id, uow.now + LAST_PASS)


def _schedule(uow: UnitOfWork, person_id: UUID, at: dt.datetime) -> None:
    uow.schedule(ContinueErasure, str(person_id), at, person_id=person_id)


def _declared(context: PrepareContext, caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    """Raises NotAllowed for any service but the one that owns the accounts."""
    if caller.person_id != ACCOUNT_OWNER:
        raise NotAllowed
    return {"declarations": context.definition.personal_data}


def _read_personal_data(
    uow: UnitOfWork,
    _caller: Caller,
    person_id: UUID,
    other_ids: Sequence[UUID],
    declarations: Sequence[Declaration],
    **paging: Any,
) -> dict[str, Any]:
    return read_page(uow, declarations, [person_id, *other_ids], **paging)


def _list_rows_by_email(
    uow: UnitOfWork,
    _caller: Caller,
    email: str,
    until: dt.datetime | None,
    after: UUID | None,
    declarations: Sequence[Declaration],
) -> dict[str, Any]:
    found = ids_by_email(uow.session, declarations, email, until, after, BATCH)
    return {"row_ids": found, "next": found[-1] if len(found) == BATCH else None}


def _find_periods(context: PrepareContext, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"periods": periods(context.definition.retention_rules, context.settings.retention_days)}


def _list_periods(_uow: UnitOfWork, _caller: Caller, periods: dict[str, int]) -> dict[str, Any]:
    return {"rows": [{"name": name, "days": days} for name, days in sorted(periods.items())]}


class PersonalDataOperations:
    """Mixin of `BaseService`."""

    list_erasures = operation(ListErasures, _list_erasures)
    apply_erasure = operation(ApplyErasure, _apply_erasure, prepare=_how_to_remove_account)
    continue_erasure = operation(ContinueErasure, _continue_erasure, prepare=_erase_files)
    read_personal_data = operation(ReadPersonalData, _read_personal_data, prepare=_declared)
    list_rows_by_email = operation(ListRowsByEmail, _list_rows_by_email, prepare=_declared)
    list_retention_periods = operation(ListRetentionPeriods, _list_periods, prepare=_find_periods)
