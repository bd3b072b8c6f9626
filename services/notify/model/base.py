"""Declarative base of notify's mapped classes."""

from sqlalchemy.orm import DeclarativeBase

from services.chassis.persistence.columns import TYPES, metadata


class Base(DeclarativeBase):
    metadata = metadata()
    type_annotation_map = TYPES
