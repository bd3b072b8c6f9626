"""Passes of guests: one machine, one action, 30 minutes (docs/decisions/0016-guests.md)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, ContractError, Kind, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.codes import Code
from services.chassis.contract.fields import validation_error
from services.identity.contracts.guest_actions import EXAMPLE_MACHINE, PASS_RIGHTS, GuestAction, GuestMachine
from services.identity.contracts.languages import Language
from services.identity.contracts.rights import Right

__all__ = ["GetGuestPass", "GuestMachineNotFound", "GuestPassExpired", "IssueGuestPasses"]


class GuestMachineNotFound(ContractError):
    """No machine has this number and postcode, or this label, or guests may do nothing there: one answer for all."""

    code = "guest_machine_not_found"
    status = 404


class GuestPassExpired(ContractError):
    """The pass is unknown, older than 30 minutes, for another action, or no longer allowed at its machine."""

    code = "guest_pass_expired"
    status = 404


class GuestPass(Schema):
    """`token` is the pass itself, of which only the hash is stored."""

    action = fields.Enum(GuestAction)
    token = fields.String(max_length=100)


class IssueGuestPasses(Command):
    """Find the machine with this equipment number and postcode, or with this label. `actions` is what guests may do
    there; those that need a pass have one in `passes`, valid until `expires_at`.

    Status, response and computation time are the same whatever is wrong. Before the machine is looked up, attempts
    with a number are counted per number and network address (`client_address`), per number, and per network address;
    attempts with a label per network address. A success does not count.
    """

    allowed = {Kind.VISITOR: None, Kind.USER: None, Kind.STAFF: None}
    errors = (GuestMachineNotFound, TooManyAttempts)
    security_event = True
    idempotent = False  # the response holds secrets, which are not stored

    class Request(Schema):
        equipment_number = fields.String(max_length=40, load_default="")
        postcode = fields.String(max_length=20, load_default="")
        label = Code(allow_none=True)
        client_address = fields.String(max_length=45, load_default="", personal=True)
        language = fields.Enum(Language, load_default=Language.NL)

        @validates_schema
        def _expect_number_or_label(self, given: dict[str, Any], **_options: Any) -> None:
            names = ("equipment_number", "postcode")
            if given["label"] is None and (missing := [name for name in names if not given[name]]):
                raise ValidationError({name: validation_error("required").messages for name in missing})
            if given["label"] is not None and (extra := [name for name in names if given[name]]):
                raise ValidationError({name: validation_error("unknown_field").messages for name in extra})

    class Response(Schema):
        machine = fields.Nested(GuestMachine)
        actions = fields.List(fields.Enum(GuestAction), max_length=len(GuestAction), min_length=1)
        passes = fields.List(fields.Nested(GuestPass), max_length=len(PASS_RIGHTS))
        expires_at = fields.AwareDateTime()

    example = (
        {"equipment_number": "10042", "postcode": "1000 AA"},
        {
            "machine": EXAMPLE_MACHINE,
            "actions": ["order_supplies", "ask_status"],
            "passes": [{"action": "order_supplies", "token": "a-secret-of-43-characters"}],
            "expires_at": "2026-03-04T08:42:00+00:00",
        },
    )


class GetGuestPass(Query):
    """What a pass opens, and the `rights` that it gives; with `action`, only a pass for that. Whether its action is
    still allowed is asked each time, so that it stops at once when the customer stops guest access."""

    allowed = IssueGuestPasses.allowed
    errors = (GuestPassExpired,)

    class Request(Schema):
        token = Code()
        action = fields.Enum(GuestAction, allow_none=True)

    class Response(Schema):
        pass_id = fields.UUID()
        machine_id = fields.UUID()
        customer_id = fields.UUID()
        action = fields.Enum(GuestAction)
        rights = fields.List(fields.Enum(Right), max_length=1)
        machine = fields.Nested(GuestMachine)
        expires_at = fields.AwareDateTime()

    example = (
        {"token": "a-secret-of-43-characters"},
        {
            "pass_id": "01980000-0000-7000-8000-000000000061",
            "machine_id": "01980000-0000-7000-8000-000000000012",
            "customer_id": "01980000-0000-7000-8000-000000000001",
            "action": "order_supplies",
            "rights": ["order_supplies"],
            "machine": EXAMPLE_MACHINE,
            "expires_at": "2026-03-04T08:42:00+00:00",
        },
    )
