"""How many requests wait for an answer."""

from services.chassis.contract import Query, Schema, Whole
from services.identity.contracts.registrations import HANDLERS


class CountRegistrations(Query):
    """How many open requests the caller may answer: for an account, and to see a machine. Counts stop at 1,000."""

    allowed = HANDLERS

    class Response(Schema):
        accounts = Whole(min=0)
        access = Whole(min=0)

    example = ({}, {"accounts": 1, "access": 0})
