"""View decorators that check who may open a page or call the API. The decorator's name is the view's attribute `guard`.

Every view has exactly one (`tests/architecture/test_routes.py`). They only choose the response: rights and scope are
checked by the service that owns the data.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request, url_for
from werkzeug.routing import RequestRedirect

from gateway import callers, read_only
from services.chassis.contract import NotAllowed

View = Callable[..., Any]

BACK_OFFICE_EQUIVALENTS = {
    "orders.order_list": "staff_orders.order_list",
    "orders.detail": "staff_orders.detail",
    "service_requests.request_list": "staff_requests.request_list",
    "service_requests.detail": "staff_requests.detail",
}
"""Page of customers → page of the same thing in the back office, where staff who follow a customer's link are sent."""


class RedirectToBackOffice(RequestRedirect):
    """Sends staff from a page of customers to its equivalent; a form is not sent again (303)."""

    code = 303


def _guard(name: str, check: Callable[[], object], *, with_session: bool = True) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            check()
            if with_session:
                read_only.expect_change_allowed(view)
            return view(*args, **kwargs)

        guarded.guard = name  # type: ignore[attr-defined]  # read by the tests that check all routes
        return guarded

    return decorate


def _anybody() -> None:
    """No check."""


def _customer() -> None:
    if not callers.current_person().staff:
        return
    if request.endpoint in BACK_OFFICE_EQUIVALENTS:
        page = url_for(BACK_OFFICE_EQUIVALENTS[request.endpoint], **request.view_args or {})
        query = request.query_string.decode()
        raise RedirectToBackOffice(f"{page}?{query}" if query else page)
    raise NotAllowed


def _staff() -> None:
    if not callers.current_person().staff:
        raise NotAllowed


def _user_admin() -> None:
    if callers.current_person().staff != bool(callers.current_customer_id()):
        raise NotAllowed


open_to_all = _guard(read_only.OPEN, _anybody, with_session=False)
"""No login needed."""

login_required = _guard("login_required", callers.current_person)
"""Users of customers and staff."""

customer_page = _guard("customer_page", _customer)
"""Users of customers only. Staff are sent to the page of the same thing in the back office, if there is one."""

staff_page = _guard("staff_page", _staff)
"""The dealer's staff only."""

api_open = _guard("api_open", _anybody, with_session=False)
"""API: no token needed."""

api_login = _guard("api_login", callers.current_bearer, with_session=False)
"""API: users of customers and staff, by bearer token."""

user_admin_required = _guard("user_admin_required", _user_admin)
"""Pages about users: without a customer in the URL for users of customers, with one for staff. The right itself is
checked by identity."""
