"""One's own account."""

from gateway.api.schemas.fields import LEFT_OUT, Answer, Moment, Word
from gateway.api.schemas.sessions import LANGUAGES
from services.chassis.contract import Email, Flag, Id, ListOf, One, Schema, Text, Whole


class Account(Answer):
    """`new_email` waits for its confirmation; empty where none does."""

    name = Text(max=120)
    email = Text(max=254)
    new_email = Text(max=254)
    telephone = Text(max=30)
    function = Text(max=80)
    language = Word(LANGUAGES)


class ProfileChange(Schema):
    """What is left out stays as it is."""

    name = Text(max=120, min=1, load_default=LEFT_OUT)
    telephone = Text(max=30, load_default=LEFT_OUT)
    function = Text(max=80, load_default=LEFT_OUT)
    language = Word(LANGUAGES, load_default=LEFT_OUT)


class PasswordChange(Schema):
    current_password = Text(max=1000, trim=False)
    password = Text(max=1000, trim=False)


class EmailChange(Schema):
    """`password` is one's own."""

    email = Email(min=3)
    password = Text(max=1000, trim=False)


class OwnSession(Answer):
    """`current` is the session of the token that asks; `seen_at` is when it was used last, to the minute."""

    id = Id()
    begun_at = Moment()
    seen_at = Moment()
    client_address = Text(max=45)
    device = Text(max=200)
    current = Flag()


class OwnSessions(Answer):
    rows = ListOf(One(OwnSession), max=200)


class Ended(Answer):
    """How many sessions ended."""

    ended = Whole(min=0)


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
