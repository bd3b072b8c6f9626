"""Service requests that the caller filed, also for machines that the caller no longer sees."""

from services.chassis.contract import Kind, Query, Schema, fields

__all__ = ["CountOwnServiceRequests"]


class CountOwnServiceRequests(Query):
    """Number of open service requests that the caller filed. The count stops at 1,000."""

    allowed = {Kind.USER: None}

    class Response(Schema):
        open = fields.Integer(min=0)

    example = ({}, {"open": 1})
