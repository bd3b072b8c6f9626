"""The audit log: who changed what about whom. A customer reads and exports its own; staff with `view_audit` all."""

import enum

from services.chassis.contract import Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, MAX_ROWS, Page, Paged
from services.identity.contracts.rights import Right, StaffRight

__all__ = ["CUSTOMER_ACTIONS", "AuditAction", "ExportAudit", "ListAudit"]


class AuditAction(enum.StrEnum):
    USER_INVITED = "user_invited"
    USER_JOINED = "user_joined"
    USER_DECLINED = "user_declined"
    RIGHTS_CHANGED = "rights_changed"
    SCOPE_CHANGED = "scope_changed"
    USER_DEACTIVATED = "user_deactivated"
    USER_REACTIVATED = "user_reactivated"
    USER_REMOVED = "user_removed"
    VIEWED_AS = "viewed_as"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # an action
    EMAIL_CHANGED = "email_changed"
    EMAIL_CHANGE_UNDONE = "email_change_undone"
    ACCOUNT_REMOVED = "account_removed"
    REGISTRATION_ASSIGNED = "registration_assigned"
    REGISTRATION_APPROVED = "registration_approved"
    REGISTRATION_REFUSED = "registration_refused"
    ACCESS_GRANTED = "access_granted"
    ACCESS_REFUSED = "access_refused"
    SELF_REGISTRATION_CHANGED = "self_registration_changed"
    CONFIRMATION_ADDRESS_CHANGED = "confirmation_address_changed"
    GUEST_ACCESS_CHANGED = "guest_access_changed"
    LABELS_ISSUED = "labels_issued"
    LABELS_REVOKED = "labels_revoked"
    CUSTOMER_CREATED = "customer_created"
    CUSTOMER_CHANGED = "customer_changed"
    STAFF_INVITED = "staff_invited"
    STAFF_RIGHTS_CHANGED = "staff_rights_changed"
    STAFF_DEACTIVATED = "staff_deactivated"
    STAFF_REACTIVATED = "staff_reactivated"
    STAFF_REMOVED = "staff_removed"


CUSTOMER_ACTIONS = tuple(action for action in AuditAction if not action.startswith("staff_"))
"""Actions that may occur in the log of a customer; the others concern the dealer's staff."""


class AuditRow(Schema):
    """An audit entry. `details` depend on the action: `added` and `removed` rights, or the `rights` of a new user;
    `all_machines`, `groups`, `machines` (their number); the self-registration `policy` and its `domains`; the requested
    `machine`; the new `name`, `status` and `address` of a customer; `old_email` and `new_email` of a person, or of the
    customer's confirmation address (empty: none); what guests may do, as `actions` with `all_machines` and the names of
    their `groups`; of labels, the number of `machines`, the `machine` if it is one, and the number that `replaced`
    another. `customer_name` is empty for entries about staff only. Of persons who were erased (`actor_erased`,
    `subject_erased`) the names are empty."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    customer_name = fields.String(max_length=120)
    action = fields.Enum(AuditAction)
    actor_name = fields.String(max_length=120, personal=True)
    actor_erased = fields.Boolean()
    by_staff = fields.Boolean()
    subject_name = fields.String(max_length=120, personal=True)
    subject_erased = fields.Boolean()
    details = fields.Dict(personal=True)


class ListAudit(Query):
    """Audit entries, newest first."""

    allowed = {Kind.USER: Right.MANAGE_USERS, Kind.STAFF: StaffRight.VIEW_AUDIT}
    errors = (NotFound, TooManyAttempts)

    class Request(Paged):
        customer_id = fields.UUID(allow_none=True)
        person_id = fields.UUID(allow_none=True, person=True)
        action = fields.Enum(AuditAction, allow_none=True)

    class Response(Page):
        rows = fields.List(fields.Nested(AuditRow), max_length=200)

    example = (
        {},
        {
            "rows": [
                {
                    "id": "01980000-0000-7000-8000-000000000007",
                    "at": "2026-03-04T08:10:00+00:00",
                    "customer_name": "Van Dijk Logistiek B.V.",
                    "action": "rights_changed",
                    "actor_name": "Sanne de Wit",
                    "actor_erased": False,
                    "by_staff": False,
                    "subject_name": "Pieter Bos",
                    "subject_erased": False,
                    "details": {"added": ["order_supplies"], "removed": []},
                }
            ],
            "page": EXAMPLE_PAGE,
        },
    )


class ExportAudit(Query):
    """The first page of an export of the audit log, newest first; `ListAudit` returns the following ones."""

    allowed = ListAudit.allowed
    errors = ListAudit.errors

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)
        action = fields.Enum(AuditAction, allow_none=True)

    class Response(Page):
        rows = fields.List(fields.Nested(AuditRow), max_length=MAX_ROWS)

    example = ListAudit.example
