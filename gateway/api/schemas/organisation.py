"""The customer of the calling user."""

from gateway.api.schemas.derive import body_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.identity.contracts import GetOwnCustomer, RequestConfirmationAddress
from services.identity.contracts.confirmation_address import ConfirmationAddress as Contract


@response_of(GetOwnCustomer)
class Organisation(ResponseSchema):
    """`administrators` decide about accounts, rights and machines. `confirmation_email` is empty if there is none."""


@response_of(Contract)
class ConfirmationAddress(ResponseSchema):
    """`email` is in effect, `new_email` waits for confirmation; each is empty if there is none. `language` is that of
    the mails."""


@body_of(RequestConfirmationAddress)
class NewConfirmationAddress(Schema): ...
