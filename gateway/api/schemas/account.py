"""The caller's own account."""

from gateway.api.schemas.fields import OMITTED, IsoDateTime, OpenEnum, ResponseSchema
from gateway.api.schemas.sessions import LANGUAGES
from services.chassis.contract import Schema, fields


class Account(ResponseSchema):
    """`new_email`: a requested e-mail address that is not confirmed yet, else empty."""

    name = fields.String(max_length=120)
    email = fields.String(max_length=254)
    new_email = fields.String(max_length=254)
    telephone = fields.String(max_length=30)
    function = fields.String(max_length=80)
    language = OpenEnum(LANGUAGES)


class ProfileChange(Schema):
    """Fields that are left out stay unchanged."""

    name = fields.String(max_length=120, min_length=1, load_default=OMITTED)
    telephone = fields.String(max_length=30, load_default=OMITTED)
    function = fields.String(max_length=80, load_default=OMITTED)
    language = OpenEnum(LANGUAGES, load_default=OMITTED)


class PasswordChange(Schema):
    current_password = fields.String(max_length=1000, trim=False)
    password = fields.String(max_length=1000, trim=False)


class EmailChange(Schema):
    """`password`: the caller's current password."""

    email = fields.Email(min_length=3)
    password = fields.String(max_length=1000, trim=False)


class OwnSession(ResponseSchema):
    """`current`: the session of this request. `seen_at`: time of last use, to the minute."""

    id = fields.UUID()
    begun_at = IsoDateTime()
    seen_at = IsoDateTime()
    client_address = fields.String(max_length=45)
    device = fields.String(max_length=200)
    current = fields.Boolean()


class OwnSessions(ResponseSchema):
    rows = fields.List(fields.Nested(OwnSession), max_length=200)


class Ended(ResponseSchema):
    """`ended`: number of sessions that were ended."""

    ended = fields.Integer(min=0)


ACCOUNT = {
    "name": "Sanne de Wit",
    "email": "sanne@vandijk.example",
    "new_email": "",
    "telephone": "020 555 01 10",
    "function": "Facilitair manager",
    "language": "nl",
}
PROFILE_CHANGE = {"telephone": "020 555 01 10"}
PASSWORD_CHANGE = {"current_password": "correct horse battery", "password": "another horse battery"}
EMAIL_CHANGE = {"email": "sanne.dewit@vandijk.example", "password": "correct horse battery"}
OWN_SESSIONS = {
    "rows": [
        {
            "id": "01980000-0000-7000-8000-000000000004",
            "begun_at": "2026-03-04T08:00:00+00:00",
            "seen_at": "2026-03-04T08:10:00+00:00",
            "client_address": "192.0.2.17",
            "device": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "current": True,
        }
    ]
}
