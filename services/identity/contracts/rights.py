"""Rights of users and staff (docs/features.md#people-and-rights). Reading within the scope needs no right."""

import enum

__all__ = ["OFFERED_RIGHTS", "Right", "StaffRight"]


class Right(enum.StrEnum):
    """Rights of a user within a customer."""

    ORDER_SUPPLIES = "order_supplies"
    APPROVE_ORDERS = "approve_orders"
    REQUEST_SERVICE = "request_service"
    SUBMIT_METER_READINGS = "submit_meter_readings"
    MANAGE_MACHINES = "manage_machines"
    VIEW_REPORTS = "view_reports"
    VIEW_INVOICES = "view_invoices"
    MANAGE_USERS = "manage_users"
    MANAGE_GUEST_ACCESS = "manage_guest_access"


class StaffRight(enum.StrEnum):
    """Rights of the dealer's staff, who see every customer."""

    MANAGE_CUSTOMERS = "manage_customers"
    HANDLE_REGISTRATIONS = "handle_registrations"
    HANDLE_SERVICE = "handle_service"
    HANDLE_ORDERS = "handle_orders"
    MANAGE_FLEET = "manage_fleet"
    EDIT_CONTENT = "edit_content"
    VIEW_AUDIT = "view_audit"
    MANAGE_STAFF = "manage_staff"
    MANAGE_BUS = "manage_bus"


_NOT_YET = {
    Right.APPROVE_ORDERS,
    Right.SUBMIT_METER_READINGS,
    Right.VIEW_REPORTS,
    Right.VIEW_INVOICES,
}
OFFERED_RIGHTS = tuple(right for right in Right if right not in _NOT_YET)
"""Rights of users that open something. The others may be granted, for later, but forms do not offer them."""
