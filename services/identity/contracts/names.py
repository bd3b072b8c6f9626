"""Names of persons by id, for readers of what those persons did, and of mails to them."""

from services.chassis.contract import Kind, Query, Schema, fields
from services.identity.contracts.users import PERSON

__all__ = ["ListMailRecipients", "ListPersonNames"]

MAX_IDS = 200


class ListPersonNames(Query):
    """Names of persons by id, without the ids that the caller may not know: a user gets the present users of the own
    customer, staff everybody."""

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Schema):
        ids = fields.List(fields.UUID(person=True), max_length=MAX_IDS)

    class Response(Schema):
        class Name(Schema):
            id = fields.UUID(person=True)
            name = fields.String(max_length=120, personal=True)

        rows = fields.List(fields.Nested(Name), max_length=MAX_IDS)

    example = ({"ids": [PERSON]}, {"rows": [{"id": PERSON, "name": "Sanne de Wit"}]})


class ListMailRecipients(Query):
    """Persons and links to whom mails were sent, and customers with a fixed confirmation address: those with these
    `ids`, or at most 200 of each kind whose name contains `text` or whose address begins with it. The id of a link is
    its own, also if it belongs to a person."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        ids = fields.List(fields.UUID(), max_length=MAX_IDS, load_default=list)
        text = fields.String(max_length=80, load_default="", personal=True)

    class Response(Schema):
        class Recipient(Schema):
            id = fields.UUID()
            name = fields.String(max_length=120, personal=True)
            email = fields.String(max_length=254, personal=True)

        rows = fields.List(fields.Nested(Recipient), max_length=3 * MAX_IDS)

    example = (
        {"text": "sanne"},
        {"rows": [{"id": PERSON, "name": "Sanne de Wit", "email": "sanne@vandijk.example"}]},
    )
