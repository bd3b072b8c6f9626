"""The caller's own sessions: list, end, switch customer, impersonate."""

from services.chassis.contract import Command, Kind, NotAllowed, NotFound, NotLoggedIn, Query, Schema, fields
from services.identity.contracts.rights import Right
from services.identity.contracts.sessions import EXAMPLE, VAN_DIJK

__all__ = [
    "EndOtherSessions", "EndSession", "ListSessions", "StartImpersonation", "StopImpersonation", "SwitchCustomer",
]  # fmt: skip


class SessionRow(Schema):
    """A session of the caller. `current` marks the one that makes this call."""

    id = fields.UUID()
    started_at = fields.AwareDateTime()
    seen_at = fields.AwareDateTime()
    client_address = fields.String(max_length=45, personal=True)
    device = fields.String(max_length=200, personal=True)
    current = fields.Boolean()


class ListSessions(Query):
    """The own active sessions, most recently used first. `token` marks the calling one."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (NotAllowed,)

    class Request(Schema):
        token = fields.String(max_length=100, load_default="")

    class Response(Schema):
        rows = fields.List(fields.Nested(SessionRow), max_length=200)

    example = (
        {"token": "a-secret-of-43-characters"},
        {
            "rows": [
                {
                    "id": EXAMPLE["session_id"],
                    "started_at": "2026-03-04T08:00:00+00:00",
                    "seen_at": "2026-03-04T08:10:00+00:00",
                    "client_address": "192.0.2.17",
                    "device": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                    "current": True,
                }
            ]
        },
    )


class EndSession(Command):
    """End one of the caller's sessions. Ending an ended session does nothing."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    security_event = True
    errors = (NotFound,)

    class Request(Schema):
        session_id = fields.UUID()

    example = ({"session_id": EXAMPLE["session_id"]}, {})


class EndOtherSessions(Command):
    """End all own sessions except the one of this token. Returns their number."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    security_event = True

    class Request(Schema):
        token = fields.String(max_length=100)

    class Response(Schema):
        ended = fields.Integer(min=0)

    example = ({"token": "a-secret-of-43-characters"}, {"ended": 1})


class SwitchCustomer(Command):
    """Switch the session to another customer of the same user."""

    allowed = {Kind.USER: None}
    security_event = True
    errors = (NotFound, NotLoggedIn)

    class Request(Schema):
        token = fields.String(max_length=100)
        customer_id = fields.UUID()

    example = ({"token": "a-secret-of-43-characters", "customer_id": VAN_DIJK["id"]}, {})


class StartImpersonation(Command):
    """View the portal as another user of the same customer in this session, read-only, until StopImpersonation. The
    start is in the audit log."""

    allowed = {Kind.USER: Right.MANAGE_USERS}
    security_event = True
    errors = (NotFound, NotLoggedIn)

    class Request(Schema):
        token = fields.String(max_length=100)
        person_id = fields.UUID(person=True)

    example = ({"token": "a-secret-of-43-characters", "person_id": EXAMPLE["person_id"]}, {})


class StopImpersonation(Command):
    """Stop viewing the portal as another user. Does nothing otherwise."""

    allowed = {Kind.VISITOR: None}
    security_event = True
    idempotent = False  # repeating it changes nothing

    class Request(Schema):
        token = fields.String(max_length=100)

    example = ({"token": "a-secret-of-43-characters"}, {})
