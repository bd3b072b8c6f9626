"""A customer's fixed confirmation address: a mailbox that also gets the confirmation of each service request
(docs/features.md#service-requests). It takes effect when it was confirmed by a link sent to it."""

from services.chassis.contract import Command, Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.identity.contracts.account import EVERYONE, TOKEN
from services.identity.contracts.languages import Language
from services.identity.contracts.links import LinkExpired
from services.identity.contracts.rights import Right, StaffRight

__all__ = [
    "ConfirmConfirmationAddress", "GetConfirmationAddress", "RemoveConfirmationAddress", "RequestConfirmationAddress",
]  # fmt: skip

_ADMINISTRATORS: dict[Kind, StaffRight | Right | None] = {Kind.USER: Right.MANAGE_USERS}


class ConfirmationAddress(Schema):
    """`email` is in effect, `new_email` waits for confirmation; each is empty if there is none. `language` is that of
    the mails to `email`."""

    email = fields.String(max_length=254, personal=True)
    new_email = fields.String(max_length=254, personal=True)
    language = fields.Enum(Language)


EXAMPLE = {"email": "facilitair@vandijk.example", "new_email": "", "language": "nl"}
PENDING = {"email": "", "new_email": "facilitair@vandijk.example", "language": "nl"}


class GetConfirmationAddress(Query):
    """The confirmation address of the calling administrator's customer; for services that of `customer_id`."""

    allowed = _ADMINISTRATORS | {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)

    class Response(ConfirmationAddress):
        pass

    example = ({}, EXAMPLE)


class RequestConfirmationAddress(Command):
    """Send a link to a new confirmation address, in the caller's language. The present address stays in effect until
    the new one is confirmed. An earlier link that was not used expires."""

    allowed = _ADMINISTRATORS
    security_event = True
    errors = (NotFound, TooManyAttempts)

    class Request(Schema):
        email = fields.Email(personal=True, min_length=3)

    class Response(ConfirmationAddress):
        pass

    example = ({"email": PENDING["new_email"]}, PENDING)


class ConfirmConfirmationAddress(Command):
    """Put the address that received the link into effect. Anyone with the link may."""

    allowed = EVERYONE
    security_event = True
    errors = (LinkExpired,)

    class Request(Schema):
        token = fields.String(max_length=100)

    class Response(Schema):
        email = fields.Email(personal=True)

    example = ({"token": TOKEN}, {"email": EXAMPLE["email"]})


class RemoveConfirmationAddress(Command):
    """Remove the confirmation address and the one that waits for confirmation."""

    allowed = _ADMINISTRATORS
    security_event = True
    errors = (NotFound,)

    class Response(ConfirmationAddress):
        pass

    example = ({}, {"email": "", "new_email": "", "language": "nl"})
