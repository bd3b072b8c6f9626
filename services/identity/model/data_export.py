"""Exports of personal data: collected service by service, stored in parts, deleted after a few days."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id, personal
from services.identity.contracts import DataExportStatus
from services.identity.contracts.data_exports import PART_SIZE
from services.identity.model.base import Base
from services.names import SERVICE_NAMES


class DataExport(Base):
    """`collected` counts the services that have been asked, `parts` the stored parts."""

    __tablename__ = "data_exports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    status: Mapped[DataExportStatus] = mapped_column(EnumText(DataExportStatus))
    requested_at: Mapped[dt.datetime] = mapped_column(index=True)
    collected: Mapped[int]
    parts: Mapped[int]

    @classmethod
    def begin(cls, person_id: UUID, at: dt.datetime) -> "DataExport":
        running = DataExportStatus.RUNNING
        return cls(id=new_id(), person_id=person_id, status=running, requested_at=at, collected=0, parts=0)

    @property
    def is_running(self) -> bool:
        return self.status is DataExportStatus.RUNNING

    @property
    def next_source(self) -> str:
        """The service to be asked next."""
        return SERVICE_NAMES[self.collected]

    def add(self, data: str) -> list["DataExportPart"]:
        """The parts of the file with what the next service has answered, which is JSON. The last one completes it."""
        begin = (
            f'{{"person_id": "{self.person_id}", "requested_at": "{self.requested_at.isoformat()}", "services": {{\n'
        )
        text = f'{"" if self.collected else begin}"{self.next_source}": {data}'
        self.collected += 1
        text += ",\n" if self.collected < len(SERVICE_NAMES) else "\n}}\n"
        texts = [text[i : i + PART_SIZE] for i in range(0, len(text), PART_SIZE)]
        new = [
            DataExportPart(export_id=self.id, number=self.parts + i, content=content) for i, content in enumerate(texts)
        ]
        self.parts += len(new)
        if self.collected == len(SERVICE_NAMES):
            self.status = DataExportStatus.READY
        return new

    def stop(self) -> None:
        """Stop collecting. The parts are deleted."""
        self.status, self.parts = DataExportStatus.STOPPED, 0


class DataExportPart(Base):
    """A part of the file, in ASCII."""

    __tablename__ = "data_export_parts"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("data_exports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = personal(Text)
