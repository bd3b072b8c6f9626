"""The caller's own orders, whoever sees their machines now."""

from services.chassis.contract import Kind, Query, Schema, fields

__all__ = ["CountOwnOrders"]


class CountOwnOrders(Query):
    """Number of open orders that the caller placed. The count stops at 1,000."""

    allowed = {Kind.USER: None}

    class Response(Schema):
        open = fields.Integer(min=0)

    example = ({}, {"open": 1})
