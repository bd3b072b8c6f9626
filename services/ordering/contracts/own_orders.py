"""Orders that the caller placed, also for machines that the caller no longer sees."""

from services.chassis.contract import Kind, Query, Schema, fields

__all__ = ["CountOwnOrders"]


class CountOwnOrders(Query):
    """Number of open orders that the caller placed. The count stops at 1,000."""

    allowed = {Kind.USER: None}

    class Response(Schema):
        open = fields.Integer(min=0)

    example = ({}, {"open": 1})
