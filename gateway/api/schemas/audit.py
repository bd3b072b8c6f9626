"""The audit log."""

from gateway.api.schemas.fields import OMITTED, IsoDateTime, OpenEnum, ResponseSchema
from gateway.api.schemas.paging import PAGE, OfCustomer, Page, Paged
from services.chassis.contract import fields

ACTIONS = (
    "user_invited", "user_joined", "user_declined",
    "rights_changed", "scope_changed", "user_deactivated", "user_reactivated", "user_removed",
    "viewed_as", "password_changed", "email_changed",
    "registration_assigned", "registration_approved", "registration_refused",
    "access_granted", "access_refused", "self_registration_changed", "customer_created", "customer_changed",
    "staff_invited", "staff_rights_changed", "staff_deactivated", "staff_reactivated", "staff_removed",
)  # fmt: skip


class Entry(ResponseSchema):
    """An entry of the audit log. `customer_name` is empty for actions on the dealer's staff.

    `details` depends on the action: `added` and `removed` rights; `rights` of an approved user; scope as
    `all_machines`, `groups` (names) and `machines` (number); `policy` and `domains` of self-registration; `machine` of
    an access request; new `name`, `status` and `address` of a customer.
    """

    id = fields.UUID()
    at = IsoDateTime()
    customer_name = fields.String(max_length=120)
    action = OpenEnum(ACTIONS)
    actor_name = fields.String(max_length=120)
    by_staff = fields.Boolean()
    subject_name = fields.String(max_length=120)
    details = fields.Dict()


class AuditQuery(Paged, OfCustomer):
    """`user_id`: only entries about this user. `action`: only entries of this kind."""

    user_id = fields.UUID(load_default=OMITTED, attribute="person_id")
    action = OpenEnum(ACTIONS, load_default=OMITTED)


class AuditPage(Page):
    rows = fields.List(fields.Nested(Entry), max_length=200)


ENTRIES = {
    "rows": [
        {
            "id": "01980000-0000-7000-8000-000000000007",
            "at": "2026-03-04T08:10:00+00:00",
            "customer_name": "Van Dijk Logistiek B.V.",
            "action": "rights_changed",
            "actor_name": "Sanne de Wit",
            "by_staff": False,
            "subject_name": "Pieter Bos",
            "details": {"added": ["order_supplies"], "removed": []},
        }
    ],
    "page": PAGE,
}
