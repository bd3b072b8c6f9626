"""Invitations of users by a link, which sets a password or, for a person with an account, accepts or declines."""

from services.chassis.contract import Command, NotFound, Schema, TooManyAttempts, fields
from services.identity.contracts.account import EVERYONE
from services.identity.contracts.languages import Language
from services.identity.contracts.links import InvitationWithdrawn, LinkExpired
from services.identity.contracts.rights import Right
from services.identity.contracts.upserts import UnknownGroup
from services.identity.contracts.users import (
    EXAMPLE,
    GROUP,
    MANAGERS,
    PERSON,
    AlreadyUser,
    NothingGranted,
    OfUser,
    UserRow,
)

__all__ = ["AnswerInvitation", "InviteUser", "ResendInvitation"]


class InviteUser(Command):
    """Invite a user by mail. A person without a password sets one through the link; a person with an account accepts
    or declines. `without_access` confirms that the user gets no machines."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, UnknownGroup, AlreadyUser, NothingGranted, TooManyAttempts)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        email = fields.Email(personal=True, min_length=3)
        name = fields.String(max_length=120, min_length=1, personal=True)
        telephone = fields.Telephone(load_default="", personal=True)
        function = fields.String(max_length=80, load_default="", personal=True)
        language = fields.Enum(Language, load_default=Language.NL)
        rights = fields.List(fields.Enum(Right), max_length=20)
        all_machines = fields.Boolean(load_default=False)
        group_ids = fields.List(fields.UUID(), max_length=100, load_default=list)
        machine_ids = fields.List(fields.UUID(), max_length=200, load_default=list)
        without_access = fields.Boolean(load_default=False)

    class Response(UserRow):
        pass

    example = (
        {
            "email": "lotte@vandijk.example",
            "name": "Lotte Smit",
            "rights": ["request_service"],
            "group_ids": [GROUP],
        },
        EXAMPLE
        | {
            "name": "Lotte Smit",
            "email": "lotte@vandijk.example",
            "telephone": "",
            "function": "",
            "status": "invited",
            "seen_at": None,
        },
    )


class AnswerInvitation(Command):
    """Accept or decline an invitation through the link, for a person who already has an account."""

    allowed = EVERYONE
    security_event = True
    errors = (LinkExpired, InvitationWithdrawn)

    class Request(Schema):
        token = fields.String(max_length=100)
        accept = fields.Boolean()

    class Response(Schema):
        email = fields.Email(personal=True)
        customer_name = fields.String(max_length=120)

    example = (
        {"token": "0198000000007000800000000000000.a-secret-of-43-characters", "accept": True},
        {"email": "sanne@vandijk.example", "customer_name": "Van Dijk Logistiek B.V."},
    )


class ResendInvitation(Command):
    """Send an invitation link again. The earlier link becomes invalid. Refused once the invitation was answered."""

    allowed = MANAGERS
    security_event = True
    errors = (NotFound, TooManyAttempts)

    class Request(OfUser):
        pass

    example = ({"person_id": PERSON}, {})
