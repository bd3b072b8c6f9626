"""Removal of accounts: erases what every service has stored about a person (docs/features.md#personal-data)."""

from services.chassis.contract import Command, Event, Kind, NotAllowed, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.caller import OPERATE
from services.chassis.contract.personal_data_operations import EXAMPLE_PERSON, MAX_OTHER_IDS
from services.identity.contracts.account import WrongPassword
from services.identity.contracts.upserts import LastStaffAdministrator
from services.identity.contracts.users import LastAdministrator

__all__ = ["CheckOwnRemoval", "EraseUser", "RemoveOwnAccount", "UserErased"]


class RemoveOwnAccount(Command):
    """Remove the caller's account for good, with all memberships. Refused for the last administrator of a customer.

    Sessions end at once. Orders and requests stay, without the person: the other services erase what they have stored
    when they receive `UserErased`. Members of staff are removed by staff.
    """

    allowed = {Kind.USER: None}
    security_event = True
    errors = (WrongPassword, LastAdministrator, TooManyAttempts)
    has_secret = True

    class Request(Schema):
        password = fields.String(max_length=1000, min_length=1, trim=False)

    example = ({"password": "correct horse battery"}, {})


class CheckOwnRemoval(Query):
    """Names of the customers whose last administrator the caller is: RemoveOwnAccount is refused while there are
    any."""

    allowed = {Kind.USER: None}
    errors = (NotAllowed,)

    class Response(Schema):
        last_administrator_of = fields.List(fields.String(max_length=120), max_length=200)

    example = ({}, {"last_administrator_of": []})


class EraseUser(Command):
    """Remove the account of a person who cannot do it, by id or e-mail address: a user, or a former member of staff. If
    the address has no account, its registrations are erased, with everything that was ordered, reported and written
    from it without an account. `customers` are the names of customers that have no administrator afterwards.

    Raises NotFound if nothing about the person is stored.
    """

    allowed = {Kind.STAFF: OPERATE}
    security_event = True
    errors = (NotFound, LastStaffAdministrator)

    class Request(Schema):
        person_id = fields.UUID(allow_none=True, person=True)
        email = fields.Email(load_default="", personal=True)

    class Response(Schema):
        person_id = fields.UUID(person=True)
        customers = fields.List(fields.String(max_length=120), max_length=200)

    example = ({"person_id": EXAMPLE_PERSON}, {"person_id": EXAMPLE_PERSON, "customers": []})


class UserErased(Event):
    """A person's account was removed. Subscribers erase what they have stored about the person, and keep the id so that
    nothing comes back with older events. `other_ids` are those of the person's former memberships, registrations,
    access requests, links and messages as a visitor."""

    subject = "person_id"

    class Data(Schema):
        person_id = fields.UUID(person=True)
        at = fields.AwareDateTime()
        other_ids = fields.List(fields.UUID(), max_length=MAX_OTHER_IDS)

    example = {"person_id": EXAMPLE_PERSON, "at": "2026-03-03T08:12:00+00:00", "other_ids": []}
