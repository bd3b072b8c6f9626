"""Registration with a customer number, and the customer's self-registration policy (docs/features.md#accounts)."""

import enum
from typing import Any

from services.chassis.contract import (
    Command,
    ContractError,
    Kind,
    NotFound,
    Query,
    Schema,
    TooManyAttempts,
    fields,
    validation_error,
)
from services.chassis.contract.contact_details import canonical_email
from services.identity.contracts.languages import Language
from services.identity.contracts.links import LinkExpired
from services.identity.contracts.upserts import WeakPassword
from services.identity.contracts.users import CUSTOMER, MANAGERS

__all__ = [
    "ChangeSelfRegistration", "ConfirmRegistration", "DomainsMissing", "GetSelfRegistration", "Register",
    "SelfRegistration",
]  # fmt: skip


class SelfRegistration(enum.StrEnum):
    """Who may register: everybody, people with an address in one of the customer's mail domains, or nobody."""

    OPEN = "open"
    RESTRICTED = "restricted"
    OFF = "off"


class Register(Command):
    """Request an account at the customer with this number. The address gets a confirmation link.

    Response, computation time and mail are the same for known and unknown numbers and addresses. `client_address` is
    the network address of the browser.
    """

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    security_event = True
    errors = (WeakPassword, TooManyAttempts)
    has_secret = True

    class Request(Schema):
        customer_number = fields.String(max_length=20, min_length=1)
        email = fields.Email(personal=True, min_length=3)
        name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.Telephone(load_default="", personal=True)
        language = fields.Enum(Language, load_default=Language.NL)
        password = fields.String(max_length=1000, min_length=1, trim=False)
        client_address = fields.String(max_length=45, load_default="", personal=True)

    example = (
        {
            "customer_number": "1048823",
            "email": "noor@vandijk.example",
            "name": "Noor Jansen",
            "telephone": "020 555 01 15",
            "password": "correct horse battery",
        },
        {},
    )


class ConfirmRegistration(Command):
    """Confirm the address of a registration, which then goes to those who may approve it."""

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    security_event = True
    errors = (LinkExpired,)

    class Request(Schema):
        token = fields.String(max_length=100)

    class Response(Schema):
        email = fields.Email(personal=True)

    example = (
        {"token": "0198000000007000800000000000000.a-secret-of-43-characters"},
        {"email": "noor@vandijk.example"},
    )


class DomainsMissing(ContractError):
    """The policy `restricted` requires at least one mail domain."""

    code = "domains_missing"
    status = 422


class Domain(fields.String):
    """A mail domain in ASCII (IDNA 2008) and lower case; a leading @ is accepted and removed."""

    def __init__(self) -> None:
        super().__init__(max_length=120, min_length=1)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        domain = super()._deserialize(value, *args, **kwargs).removeprefix("@")
        address = canonical_email(f"user@{domain}")
        if not address:
            raise validation_error("not_a_domain")
        return address.partition("@")[2]


class SelfRegistrationDetail(Schema):
    """`domains` are mail domains (`vandijk.example`), used by `restricted`."""

    policy = fields.Enum(SelfRegistration)
    domains = fields.List(Domain(), max_length=20)


class GetSelfRegistration(Query):
    """The self-registration policy of a customer."""

    allowed = MANAGERS
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)

    class Response(SelfRegistrationDetail):
        pass

    example = ({}, {"policy": "open", "domains": []})


class ChangeSelfRegistration(Command):
    """Set the self-registration policy. `restricted` needs a domain; open registrations stay."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, DomainsMissing)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        policy = fields.Enum(SelfRegistration)
        domains = fields.List(Domain(), max_length=20, load_default=list)

    class Response(SelfRegistrationDetail):
        pass

    example = (
        {"customer_id": CUSTOMER, "policy": "restricted", "domains": ["vandijk.example"]},
        {"policy": "restricted", "domains": ["vandijk.example"]},
    )
