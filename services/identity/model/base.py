"""What identity's mapped classes stand on: its own tables, apart from every other service's."""

from sqlalchemy.orm import DeclarativeBase

from services.chassis.persistence.columns import TYPES, metadata


class Base(DeclarativeBase):
    metadata = metadata()
    type_annotation_map = TYPES
