"""Queries on exports of personal data: the caller's own."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import DataExportStatus
from services.identity.model import DataExport, DataExportPart
from services.identity.queries.persons import own
from services.names import SERVICE_NAMES


def export_of(uow: UnitOfWork, person_id: UUID) -> DataExport | None:
    """The person's newest export."""
    query = select(DataExport).where(DataExport.person_id == person_id)
    return uow.session.scalar(query.order_by(DataExport.id.desc()).limit(1))


def get_data_export(uow: UnitOfWork, caller: Caller, days: int) -> dict[str, Any]:
    """Raises NotAllowed under impersonation."""
    export = export_of(uow, own(uow, caller).id)
    return {"export": detail(export, days) if export else None}


def read_data_export_part(uow: UnitOfWork, caller: Caller, export_id: UUID, number: int) -> dict[str, str]:
    """Raises NotFound, also for another person's, and NotAllowed under impersonation."""
    ready = (DataExport.person_id == own(uow, caller).id) & (DataExport.status == DataExportStatus.READY)
    query = select(DataExportPart.content).join(DataExport, DataExport.id == DataExportPart.export_id)
    content = uow.session.scalar(
        query.where(ready, DataExportPart.export_id == export_id, DataExportPart.number == number)
    )
    if content is None:
        raise NotFound
    return {"content": content}


def detail(export: DataExport, days: int) -> dict[str, Any]:
    """The row of the contracts. `days`: how long exports are kept."""
    return {
        "export_id": export.id,
        "status": export.status,
        "requested_at": export.requested_at,
        "expires_at": export.requested_at + dt.timedelta(days=days),
        "collected": export.collected,
        "services": len(SERVICE_NAMES),
        "parts": export.parts,
    }
