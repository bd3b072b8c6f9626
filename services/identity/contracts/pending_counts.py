"""How many requests wait for an answer."""

from services.chassis.contract import Query, Schema, fields
from services.identity.contracts.registrations import HANDLERS


class CountRegistrations(Query):
    """How many open requests the caller may answer: for an account, and to see a machine. Counts stop at 1,000."""

    allowed = HANDLERS

    class Response(Schema):
        accounts = fields.Integer(min=0)
        access = fields.Integer(min=0)

    example = ({}, {"accounts": 1, "access": 0})
