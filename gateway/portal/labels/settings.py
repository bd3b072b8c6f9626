"""Whether labels are of use: what guest access is set to."""

from typing import Any

from flask import url_for

from gateway import callers, panels
from gateway.clients import query
from gateway.panels import BestEffort
from services.fleet.contracts import GetGuestAccess


def settings_url_if_off(customer_id: str | None) -> str:
    """The page of the guest access settings if guests may do nothing at all at the customer, else empty. The customer
    is the reader's own, or for staff the given one; without one, nothing is known."""
    is_staff = callers.current_person().staff
    if is_staff and not customer_id:
        return ""
    request: dict[str, Any] = {"customer_id": customer_id} if is_staff else {}
    access = panels.collect(access=BestEffort(query(GetGuestAccess, **request))).access
    if access is None or any(row["enabled"] for row in access["actions"]):
        return ""
    return url_for("customer_guest_access.settings" if is_staff else "guest_access.settings", **request)
