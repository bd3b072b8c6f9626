"""Passes of guests that were used."""

from services.chassis.persistence.guest_records import UsedPassColumns
from services.ordering.model.base import Base


class UsedPass(UsedPassColumns, Base):
    __tablename__ = "used_passes"
