"""What guests may do at which machines: the customer's settings, and the machine a guest asks for
(docs/features.md#guests)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, ContractError, Event, Kind, NotAllowed, NotFound, Query, Schema, fields
from services.chassis.contract.codes import Code
from services.chassis.contract.fields import validation_error
from services.identity.contracts import GuestAction, Right, StaffRight
from services.identity.contracts.guest_actions import EXAMPLE_MACHINE, GuestMachine

__all__ = [
    "ChangeGuestAccess", "FindGuestMachine", "GetGuestAccess", "GuestAccessChanged", "GuestAction", "StopGuestAccess",
    "TooManyGroups",
]  # fmt: skip

GUEST_ACCESS_MANAGERS = {Kind.USER: Right.MANAGE_GUEST_ACCESS, Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
MAX_GROUPS_OF_ACTION = 500
CUSTOMER, GROUP = "01980000-0000-7000-8000-000000000001", "01980000-0000-7000-8000-000000000013"
EXAMPLE_OFF: list[dict[str, Any]] = [
    {"action": action, "enabled": False, "all_machines": False, "group_ids": []}
    for action in ("order_supplies", "request_service", "ask_status")
]


class TooManyGroups(ContractError):
    """With those out of the caller's scope, an action has more groups than `limit`."""

    code = "too_many_groups"
    status = 422


class ActionAccess(Schema):
    """Where guests may do one action: nowhere unless `enabled`; then at all machines of the customer, or only at those
    of these groups."""

    action = fields.Enum(GuestAction)
    enabled = fields.Boolean()
    all_machines = fields.Boolean(load_default=False)
    group_ids = fields.List(fields.UUID(), max_length=MAX_GROUPS_OF_ACTION, load_default=list)


class VisibleActionAccess(ActionAccess):
    """`group_ids` are those in the caller's scope; `has_other_groups`: whether the action is allowed in more."""

    has_other_groups = fields.Boolean()


class GuestAccessDetail(Schema):
    """All actions. `may_change_all_machines`: whether the caller sees all machines of the customer, and so may choose
    them."""

    customer_id = fields.UUID()
    actions = fields.List(fields.Nested(VisibleActionAccess), max_length=3)
    may_change_all_machines = fields.Boolean()


EXAMPLE: dict[str, Any] = {
    "customer_id": CUSTOMER,
    "actions": [row | {"has_other_groups": False} for row in EXAMPLE_OFF],
    "may_change_all_machines": True,
}


class GetGuestAccess(Query):
    """The guest access settings of a customer: the caller's own, or for staff the given one."""

    allowed = GUEST_ACCESS_MANAGERS
    errors = (NotFound,)

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)

    class Response(GuestAccessDetail):
        pass

    example = ({}, EXAMPLE)


class ChangeGuestAccess(Command):
    """Set where guests may do these actions; actions that are not given stay as they are.

    A user who sees only some groups changes those. Groups out of scope stay as they are, whatever this user switches
    on or off: allowed ones stay allowed, stopped ones stay stopped and are remembered. "All machines" stays as well.
    Such a user is refused with `not_allowed` when choosing all machines, and with `not_found` for another group.
    """

    allowed = GUEST_ACCESS_MANAGERS
    errors = (NotFound, NotAllowed, TooManyGroups)
    security_event = True

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        actions = fields.List(fields.Nested(ActionAccess), max_length=3, min_length=1)

        @validates_schema
        def _expect_each_once(self, given: dict[str, Any], **_options: Any) -> None:
            actions = [row["action"] for row in given["actions"]]
            if len(set(actions)) != len(actions):
                raise ValidationError({"actions": validation_error("invalid").messages})

    class Response(GuestAccessDetail):
        pass

    example = (
        {"actions": [{"action": "order_supplies", "enabled": True, "all_machines": False, "group_ids": [GROUP]}]},
        EXAMPLE
        | {
            "actions": [
                EXAMPLE["actions"][0] | {"enabled": True, "group_ids": [GROUP]},
                *EXAMPLE["actions"][1:],
            ]
        },
    )


class StopGuestAccess(Command):
    """Switch all actions off, at all machines of the customer. Passes that guests have stop working at once."""

    allowed = GUEST_ACCESS_MANAGERS
    errors = (NotFound,)
    security_event = True

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)

    class Response(GuestAccessDetail):
        pass

    example = ({}, EXAMPLE)


class NamedActionAccess(ActionAccess):
    """`group_names` are the names of the groups at this moment, in the order of `group_ids`."""

    group_names = fields.List(fields.String(max_length=80), max_length=MAX_GROUPS_OF_ACTION)


class GuestAccessChanged(Event):
    """The guest access settings after a change. `changed_by` is null for a program."""

    subject = "customer_id"

    class Data(Schema):
        customer_id = fields.UUID()
        changed_by = fields.UUID(allow_none=True, required=True, person=True)
        by_staff = fields.Boolean()
        actions = fields.List(fields.Nested(NamedActionAccess), max_length=3)

    example = {
        "customer_id": CUSTOMER,
        "changed_by": "01980000-0000-7000-8000-000000000002",
        "by_staff": False,
        "actions": [row | {"group_names": []} for row in EXAMPLE_OFF],
    }


class FoundGuestMachine(GuestMachine):
    machine_id = fields.UUID()
    customer_id = fields.UUID()


class FindGuestMachine(Query):
    """The machine that a guest asks for, and what guests may do there: by equipment number and postcode, by the code of
    its label, or by its id for one action.

    `machine` is null when there is no such machine, when several match and none has exactly this number, when the label
    was revoked or issued for another customer, when the customer is disabled, and when guests may not do the action, or
    nothing at all, there. Numbers and postcodes are compared without spaces, hyphens, dots and case.
    """

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        equipment_number = fields.String(max_length=40, load_default="")
        postcode = fields.String(max_length=20, load_default="")
        label = Code(allow_none=True)
        machine_id = fields.UUID(allow_none=True)
        action = fields.Enum(GuestAction, allow_none=True)

        @validates_schema
        def _expect_one_way(self, given: dict[str, Any], **_options: Any) -> None:
            by_number = bool(given["equipment_number"] or given["postcode"])
            by_id = given["machine_id"] is not None or given["action"] is not None
            if [by_number, given["label"] is not None, by_id].count(True) != 1:
                raise ValidationError({"machine_id": validation_error("invalid").messages})
            if by_id and (given["machine_id"] is None or given["action"] is None):
                raise ValidationError({"action": validation_error("required").messages})

    class Response(Schema):
        machine = fields.Nested(FoundGuestMachine, allow_none=True, required=True)
        actions = fields.List(fields.Enum(GuestAction), max_length=3)

    example = (
        {"equipment_number": "10042", "postcode": "1000 AA"},
        {
            "machine": EXAMPLE_MACHINE
            | {"machine_id": "01980000-0000-7000-8000-000000000012", "customer_id": CUSTOMER},
            "actions": ["order_supplies"],
        },
    )
