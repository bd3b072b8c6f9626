"""The operations of all servers of `bus.py`: a small one, and one that reads a row by its key."""

from uuid import UUID

from sqlalchemy import Select, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.chassis.contract import Kind, Query, Schema, fields

SERVICE, STOCK, BARE = "bench", "stock", "bare"
RIGHT = "ask"


class Greeting(Schema):
    name = fields.String(max_length=80, min_length=1)
    number = fields.Integer(min=0)
    urgent = fields.Boolean()


class Greet(Query):
    """Returns its three fields."""

    service = SERVICE
    allowed = {Kind.USER: RIGHT}

    class Request(Greeting):
        pass

    class Response(Greeting):
        pass


class PartShape(Schema):
    id = fields.UUID()
    name = fields.String(max_length=80)
    in_stock = fields.Integer(min=0)


class FindPart(Query):
    """One row by its key."""

    service = SERVICE
    allowed = {Kind.USER: RIGHT}

    class Request(Schema):
        id = fields.UUID()

    class Response(PartShape):
        pass


class Base(DeclarativeBase):
    pass


class Part(Base):
    __tablename__ = "parts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    in_stock: Mapped[int]


def statement(part_id: UUID) -> Select[tuple[Part]]:
    return select(Part).where(Part.id == part_id)
