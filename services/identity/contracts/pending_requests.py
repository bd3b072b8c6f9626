"""Requests that wait for an answer."""

from services.chassis.contract import Query, Schema, fields
from services.identity.contracts.access_requests import EXAMPLE as ACCESS_REQUEST
from services.identity.contracts.access_requests import AccessRequestRow
from services.identity.contracts.registrations import EXAMPLE as REGISTRATION
from services.identity.contracts.registrations import REGISTRATION_HANDLERS, RegistrationRow

__all__ = ["CountPendingRequests", "ListPendingRequests"]


class CountPendingRequests(Query):
    """Number of open registrations and access requests that the caller may answer. Counts stop at 1,000."""

    allowed = REGISTRATION_HANDLERS

    class Response(Schema):
        accounts = fields.Integer(min=0)
        access = fields.Integer(min=0)

    example = ({}, {"accounts": 1, "access": 0})


class ListPendingRequests(Query):
    """The first `limit` open registrations, and as many open access requests, that the caller may answer, oldest
    first."""

    allowed = REGISTRATION_HANDLERS

    class Request(Schema):
        limit = fields.Integer(min=1, max=20)

    class Response(Schema):
        accounts = fields.List(fields.Nested(RegistrationRow), max_length=20)
        access = fields.List(fields.Nested(AccessRequestRow), max_length=20)

    example = ({"limit": 3}, {"accounts": [REGISTRATION], "access": [ACCESS_REQUEST]})
