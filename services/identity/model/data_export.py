"""Exports of personal data: collected service by service, stored in parts, deleted after a few days."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id, personal
from services.identity.contracts import DataExportStatus
from services.identity.contracts.data_exports import PART_SIZE
from services.identity.model.base import Base
from services.names import SERVICE_NAMES

Sections = Mapping[str, list[dict[str, Any]]]
"""What a service has stored about a person: the rows of each section."""


class DataExport(Base):
    """`collected` counts the services that have been asked, `parts` the stored parts. `sections` has what was found, in
    the order of the file: `source`, `name`, `row_count`, and where its rows are: `first_part`, `last_part`, and
    `start` and `length` in characters of these parts."""

    __tablename__ = "data_exports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    status: Mapped[DataExportStatus] = mapped_column(EnumText(DataExportStatus))
    requested_at: Mapped[dt.datetime] = mapped_column(index=True)
    collected: Mapped[int]
    parts: Mapped[int]
    sections: Mapped[list[dict[str, Any]]]

    @classmethod
    def begin(cls, person_id: UUID, at: dt.datetime) -> "DataExport":
        running = DataExportStatus.RUNNING
        return cls(id=new_id(), person_id=person_id, status=running, requested_at=at, collected=0, parts=0, sections=[])

    @property
    def is_running(self) -> bool:
        return self.status is DataExportStatus.RUNNING

    @property
    def next_source(self) -> str:
        """The service to be asked next."""
        return SERVICE_NAMES[self.collected]

    def add(self, sections: Sections) -> list["DataExportPart"]:
        """The parts of the file with what the next service has answered. The last one completes it."""
        begin = (
            f'{{"person_id": "{self.person_id}", "requested_at": "{self.requested_at.isoformat()}", "services": {{\n'
        )
        text = f'{"" if self.collected else begin}"{self.next_source}": {{'
        for name, rows in sections.items():
            text += f'\n "{name}": '
            text += self._place(name, rows, len(text)) + ","
        self.collected += 1
        text = text.removesuffix(",") + ("},\n" if self.collected < len(SERVICE_NAMES) else "}\n}}\n")
        texts = [text[i : i + PART_SIZE] for i in range(0, len(text), PART_SIZE)]
        new = [
            DataExportPart(export_id=self.id, number=self.parts + i, content=content) for i, content in enumerate(texts)
        ]
        self.parts += len(new)
        if self.collected == len(SERVICE_NAMES):
            self.status = DataExportStatus.READY
        return new

    def _place(self, name: str, rows: list[dict[str, Any]], start: int) -> str:
        """The rows as JSON, which begin at this character of the service's text."""
        text = json.dumps(rows, indent=1)
        section = {
            "source": self.next_source,
            "name": name,
            "row_count": len(rows),
            "first_part": self.parts + start // PART_SIZE,
            "last_part": self.parts + (start + len(text) - 1) // PART_SIZE,
            "start": start % PART_SIZE,
            "length": len(text),
        }
        self.sections = [*self.sections, section]
        return text

    def stop(self) -> None:
        """Stop collecting. The parts are deleted."""
        self.status, self.parts, self.sections = DataExportStatus.STOPPED, 0, []


class DataExportPart(Base):
    """A part of the file, in ASCII."""

    __tablename__ = "data_export_parts"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("data_exports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = personal(Text)
