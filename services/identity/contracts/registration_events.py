"""Events about registrations: ids and times, no personal data."""

from services.chassis.contract import Event, Schema, fields
from services.identity.contracts.registrations import REGISTRATION
from services.identity.contracts.users import CUSTOMER, PERSON

__all__ = ["RegistrationApproved", "RegistrationExpired", "RegistrationReceived", "RegistrationRefused"]


class RegistrationEvent(Schema):
    """`customer_id` is null when no customer has the entered number."""

    registration_id = fields.UUID()
    customer_id = fields.UUID(allow_none=True, required=True)
    at = fields.AwareDateTime()


EXAMPLE_DATA = {"registration_id": REGISTRATION, "customer_id": CUSTOMER, "at": "2026-03-04T08:10:00+00:00"}


class RegistrationReceived(Event):
    """A person registered and confirmed the address."""

    subject = "registration_id"

    class Data(RegistrationEvent):
        pass

    example = EXAMPLE_DATA


class RegistrationApproved(Event):
    """A registration was approved: the person is a user of the customer."""

    subject = "registration_id"

    class Data(RegistrationEvent):
        person_id = fields.UUID(person=True)

    example = EXAMPLE_DATA | {"person_id": PERSON}


class RegistrationRefused(Event):
    """A registration was refused."""

    subject = "registration_id"

    class Data(RegistrationEvent):
        pass

    example = EXAMPLE_DATA


class RegistrationExpired(Event):
    """A registration expired without an answer."""

    subject = "registration_id"

    class Data(RegistrationEvent):
        pass

    example = EXAMPLE_DATA
