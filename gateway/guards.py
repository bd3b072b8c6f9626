"""Who may open a page, or ask the API. Every view wears exactly one of these; its name stands on the view as `guard`.

These are manners of the front: what somebody may see or do is decided by the service that owns it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from gateway import callers
from services.chassis.contract import NotAllowed

View = Callable[..., Any]


def _guard(name: str, check: Callable[[], object]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            check()
            return view(*args, **kwargs)

        guarded.guard = name  # type: ignore[attr-defined]  # read by the tests that walk along all routes
        return guarded

    return mark


def _anybody() -> None:
    """Nobody is asked who he is."""


def _customer() -> None:
    if callers.current_person().staff:
        raise NotAllowed


def _staff() -> None:
    if not callers.current_person().staff:
        raise NotAllowed


def _user_admin() -> None:
    if callers.current_person().staff != bool(callers.current_customer_id()):
        raise NotAllowed


open_to_all = _guard("open_to_all", _anybody)
"""No login needed."""

login_required = _guard("login_required", callers.current_person)
"""Users of customers and staff."""

customer_page = _guard("customer_page", _customer)
"""Users of customers only."""

staff_page = _guard("staff_page", _staff)
"""The dealer's staff only."""

api_open = _guard("api_open", _anybody)
"""Of the API: no token needed."""

api_login = _guard("api_login", callers.current_bearer)
"""Of the API: users of customers and staff, by their token."""

user_admin_required = _guard("user_admin_required", _user_admin)
"""Who keeps users: those of customers for their own, at an address that names none; staff for the one it names."""
