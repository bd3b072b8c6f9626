"""Sessions and login."""

from gateway.api.schemas.derive import body_of, part_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema, fields
from services.identity import contracts
from services.identity.contracts.sessions import OfCustomer, SessionDetail

PERSON = ("person_id", "name", "email", "telephone", "language", "staff")


@body_of(contracts.LogIn, hide=("client_address", "device"))
class LogIn(Schema): ...


@response_of(OfCustomer)
class Customer(ResponseSchema): ...


@part_of(SessionDetail, PERSON, rename={"person_id": "id"})
class Person(ResponseSchema):
    """`staff`: a member of the dealer's staff."""


@response_of(SessionDetail, hide=(*PERSON, "impersonated_by", "to_touch"), rename={"session_id": "id"})
class Session(ResponseSchema):
    """The person, customer, rights and scope of a session. `expires_at`: the latest end; an unused session ends sooner.

    `customer` is null for staff. `customers`: those to which the person can switch. `rights`: the person's rights
    at this customer. With `all_machines` the person sees every machine of the customer, else those of `group_ids`.
    """

    person = fields.Nested(Person)


@response_of(contracts.LogIn)
class NewSession(Session):
    """`token` is returned by no other operation."""


@body_of(contracts.SwitchCustomer, hide=("token",))
class Switch(Schema): ...


def with_person(response: dict[str, object]) -> dict[str, object]:
    """The response of a service, with its fields also as `person`, from which the schema picks the person's."""
    return {**response, "person": response}
