"""Commands on exports of personal data."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.contracts import CollectDataExport
from services.identity.model import DataExport, DataExportPart, Person
from services.identity.model.data_export import Sections


def request_data_export(uow: UnitOfWork, caller: Caller, days: int) -> dict[str, Any]:
    """The person is locked, so that a double click begins one export."""
    person = queries.persons.own(uow, caller)
    uow.session.refresh(person, with_for_update={"key_share": True})
    export = queries.data_exports.export_of(uow, person.id)
    if export is None or not export.is_running:
        delete_exports(uow, person)
        export = uow.add(DataExport.begin(person.id, uow.now))
        uow.schedule(CollectDataExport, str(export.id), uow.now, export_id=export.id)
    return queries.data_exports.detail(export, days)


def collect_data_export(uow: UnitOfWork, caller: Caller, export_id: UUID, collected: int, sections: Sections) -> None:
    """Store what the service has answered (`collecting.ask_next_service`), unless another process did so meanwhile or
    the export was stopped."""
    export = uow.session.get(DataExport, export_id, with_for_update=True)
    if export is None or not export.is_running or export.collected != collected:
        return
    uow.session.add_all(export.add(sections))
    if export.is_running:
        uow.schedule(CollectDataExport, str(export_id), uow.now, export_id=export_id)


def stop_data_export(uow: UnitOfWork, caller: Caller) -> None:
    person = queries.persons.own(uow, caller)
    export = queries.data_exports.export_of(uow, person.id)
    if export is not None and export.is_running:
        export.stop()
        uow.cancel(CollectDataExport, str(export.id))
        uow.session.execute(delete(DataExportPart).where(DataExportPart.export_id == export.id))


def delete_exports(uow: UnitOfWork, person: Person) -> None:
    own = select(DataExport.id).where(DataExport.person_id == person.id)
    uow.session.execute(delete(DataExportPart).where(DataExportPart.export_id.in_(own)))
    uow.session.execute(delete(DataExport).where(DataExport.person_id == person.id))
