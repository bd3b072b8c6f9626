"""Counts of requests that wait for an answer."""

from services.chassis.contract import Query, Schema, fields
from services.identity.contracts.registrations import REGISTRATION_HANDLERS

__all__ = ["CountPendingRequests"]


class CountPendingRequests(Query):
    """Number of open registrations and access requests that the caller may answer. Counts stop at 1,000."""

    allowed = REGISTRATION_HANDLERS

    class Response(Schema):
        accounts = fields.Integer(min=0)
        access = fields.Integer(min=0)

    example = ({}, {"accounts": 1, "access": 0})
