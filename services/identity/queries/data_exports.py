"""Queries on exports of personal data: the caller's own."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import DataExportStatus
from services.identity.contracts.data_exports import PAGE_ROWS
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


def read_data_export_section(
    uow: UnitOfWork, caller: Caller, export_id: UUID, source: str, name: str, page: int
) -> dict[str, Any]:
    """Raises NotFound, also for another person's, and NotAllowed under impersonation."""
    export = uow.get(DataExport, export_id)
    if export is None or export.person_id != own(uow, caller).id or export.status is not DataExportStatus.READY:
        raise NotFound
    chosen = [one for one in export.sections if (one["source"], one["name"]) == (source, name)]
    section = (chosen or export.sections)[0]
    first = page * PAGE_ROWS if page * PAGE_ROWS < section["row_count"] else 0
    return {
        "sections": [_section(one) for one in export.sections],
        "section": _section(section),
        "first_row": first,
        "rows": _rows_of(uow, export, section)[first : first + PAGE_ROWS],
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    """A section of the contracts."""
    return {name: section[name] for name in ("source", "name", "row_count")}


def _rows_of(uow: UnitOfWork, export: DataExport, section: dict[str, Any]) -> list[dict[str, Any]]:
    numbers = DataExportPart.number.between(section["first_part"], section["last_part"])
    query = select(DataExportPart.content).where(DataExportPart.export_id == export.id, numbers)
    text = "".join(uow.session.scalars(query.order_by(DataExportPart.number)))
    rows: list[dict[str, Any]] = json.loads(text[section["start"] : section["start"] + section["length"]])
    return rows


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
