"""Consent to news by mail: from the dealer and, apart from it, from companies of its group (docs/features.md#news).

A consent is given for a wording, which has a version. It is withdrawn on the page of the account, or by the code in
each mail of news.
"""

import enum
from typing import Any

from services.chassis.contract import Command, ContractError, Kind, NotFound, Query, Schema, fields
from services.chassis.contract.codes import Code
from services.identity.contracts.account import EVERYONE
from services.identity.contracts.languages import Language
from services.identity.contracts.links import LinkExpired

__all__ = [
    "ConsentOutdated", "ConsentPurpose", "CountNewsReaders", "GetConsentOfCode", "GetConsents", "GetNewsReader",
    "GiveConsent", "ListNewsReaders", "WithdrawConsent", "WithdrawConsentOfCode",
]  # fmt: skip

MAX_READERS = 200
PERSON = "01980000-0000-7000-8000-000000000002"
CODE = "an-example-code-of-43-characters-0000000000"


class ConsentPurpose(enum.StrEnum):
    """The sender of the news: the dealer, or companies of its group."""

    DEALER_NEWS = "dealer_news"
    GROUP_NEWS = "group_news"


class ConsentOutdated(ContractError):
    """The wording has changed since the page was opened."""

    code = "consent_outdated"
    status = 409


class Consent(Schema):
    """`wording` and `version` are the current ones, in the caller's language. `given_at` is null without consent;
    otherwise `given_wording` is what was consented to, in `given_language`, in which it was read. `is_current`: whether
    that is the current wording, in whichever language."""

    purpose = fields.Enum(ConsentPurpose)
    wording = fields.String(max_length=500)
    version = fields.Integer(min=1)
    given_at = fields.AwareDateTime(allow_none=True, required=True)
    given_wording = fields.String(max_length=500)
    given_language = fields.Enum(Language, allow_none=True, required=True)
    is_current = fields.Boolean()


class Consents(Schema):
    rows = fields.List(fields.Nested(Consent), max_length=10)


_NEWS = "I would like to receive news by email from the supplier of our printers about its products and services."
_GROUP = "I would like to receive news by email from companies in the same group as the supplier of our printers."
_NOT_GIVEN: dict[str, Any] = {
    "version": 1,
    "given_at": None,
    "given_wording": "",
    "given_language": None,
    "is_current": False,
}
_ROWS = [
    {"purpose": "dealer_news", "wording": _NEWS} | _NOT_GIVEN,
    {"purpose": "group_news", "wording": _GROUP} | _NOT_GIVEN,
]
_NOW_GIVEN: dict[str, Any] = {
    "given_at": "2026-03-03T08:12:00+00:00",
    "given_wording": _NEWS,
    "given_language": "en",
    "is_current": True,
}
_GIVEN = [_ROWS[0] | _NOW_GIVEN, _ROWS[1]]


class GetConsents(Query):
    """The caller's consents, one row for each purpose."""

    allowed = {Kind.USER: None}

    class Response(Consents):
        pass

    example = ({}, {"rows": _ROWS})


class GiveConsent(Command):
    """Consent to the wording of this version. Nothing changes if it was consented to before."""

    allowed = {Kind.USER: None}
    security_event = True
    errors = (ConsentOutdated,)

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)
        version = fields.Integer(min=1)

    class Response(Consents):
        pass

    example = ({"purpose": "dealer_news", "version": 1}, {"rows": _GIVEN})


class WithdrawConsent(Command):
    """Withdraw a consent. Nothing changes without one."""

    allowed = {Kind.USER: None}
    security_event = True

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)

    class Response(Consents):
        pass

    example = ({"purpose": "dealer_news"}, {"rows": _ROWS})


class GetConsentOfCode(Query):
    """The purpose of the mail with this code. `withdrawn`: the person does not consent to it now."""

    allowed = EVERYONE
    errors = (LinkExpired,)

    class Request(Schema):
        code = Code()

    class Response(Schema):
        purpose = fields.Enum(ConsentPurpose)
        withdrawn = fields.Boolean()

    example = ({"code": CODE}, {"purpose": "dealer_news", "withdrawn": False})


class WithdrawConsentOfCode(Command):
    """Withdraw the consent to the purpose of the mail with this code (RFC 8058), also one given after that mail.
    Nothing changes if it was withdrawn before."""

    allowed = EVERYONE
    security_event = True
    errors = (LinkExpired,)

    class Request(Schema):
        code = Code()

    class Response(Schema):
        purpose = fields.Enum(ConsentPurpose)

    example = ({"code": CODE}, {"purpose": "dealer_news"})


class CountNewsReaders(Query):
    """The number of people who may log in and have consented."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)

    class Response(Schema):
        count = fields.Integer(min=0)

    example = ({"purpose": "dealer_news"}, {"count": 1})


class ListNewsReaders(Query):
    """The people who may log in and have consented, by id; those after `after`. `next` is null at the end."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)
        after = fields.UUID(allow_none=True)

    class Response(Schema):
        person_ids = fields.List(fields.UUID(), max_length=MAX_READERS)
        next = fields.UUID(allow_none=True, required=True)

    example = ({"purpose": "dealer_news"}, {"person_ids": [PERSON], "next": None})


class GetNewsReader(Query):
    """Address and name of a person with a current consent, and the code that withdraws the consent. Not found without
    consent."""

    allowed = {Kind.SERVICE: None}
    errors = (NotFound,)

    class Request(Schema):
        purpose = fields.Enum(ConsentPurpose)
        person_id = fields.UUID(person=True)

    class Response(Schema):
        name = fields.String(max_length=120, personal=True)
        email = fields.Email(personal=True)
        language = fields.Enum(Language)
        code = fields.String(max_length=100)

    example = (
        {"purpose": "dealer_news", "person_id": PERSON},
        {"name": "Sanne de Wit", "email": "sanne@vandijk.example", "language": "nl", "code": CODE},
    )
