"""Expected responses of routes to unauthorized callers: by guard, parameters and the exceptions listed here."""

from dataclasses import dataclass
from typing import Any

from gateway.guards import BACK_OFFICE_EQUIVALENTS

STRANGER, OUT_OF_SCOPE = "user of another customer", "user out of scope"
WITHOUT_RIGHTS, STAFF_WITHOUT_RIGHTS = "user without rights", "staff without rights"
IMPERSONATOR = "administrator who looks as a user with every right"
DEACTIVATED, VISITOR, STAFF, ADMINISTRATOR = "deactivated user", "visitor", "staff", "administrator"
CALLERS = (
    VISITOR, DEACTIVATED, STRANGER, OUT_OF_SCOPE, WITHOUT_RIGHTS, STAFF_WITHOUT_RIGHTS, IMPERSONATOR, STAFF,
    ADMINISTRATOR,
)  # fmt: skip
USERS = (STRANGER, OUT_OF_SCOPE, WITHOUT_RIGHTS, IMPERSONATOR, ADMINISTRATOR)

LOGIN, REFUSED, NOT_FOUND, WITHOUT_DATA = "to the login page", "403", "404", "answered, with nothing of ours"
ALLOWED = "answered"

SCOPED_PARAMETERS = {"machine_id", "group_id", "reference"}
"""Parameters whose objects are in a user's scope or not."""
READABLE_WITHOUT_RIGHT = {
    "home",
    "menu",
    "machines",
    "orders",
    "service_requests",
    "groups",
    "account",
    "consents",
    "personal_data",
    "contact",
    "organisation",
}
"""Reading machines, their orders and service requests needs no right (docs/features.md#people-and-rights)."""
PAGES_NEEDING_RIGHT = {"groups.new", "orders.new", "service_requests.new"}
"""Pages that begin something, which are refused to users without the right."""
ALLOWED_CALLERS = {("access_requests.request_access", OUT_OF_SCOPE), ("access_requests.request_access", WITHOUT_RIGHTS)}
"""A user requests access to a machine out of the own scope."""
STOP_IMPERSONATION = "viewing.stop"
OF_NO_CUSTOMER = {"purpose"}
"""Parameters that say nothing about a customer."""
OWN_DATA = {"account", "consents", "personal_data", "contact.send", STOP_IMPERSONATION}
"""Changes of the caller's own data need no right."""
OF_NOBODY = {"service_requests.solved_by_article"}
"""Changes of what belongs to no customer."""
REDISPLAYED = {"service_requests.check", "service_requests.edit"}
"""Forms that only display again what was typed."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route with one of its methods, the guard of its view, and whether its page is only a form."""

    rule: Any
    method: str
    guard: str
    form_page: bool

    @property
    def names(self) -> set[str]:
        """Its endpoint and its blueprint."""
        return {self.rule.endpoint, self.rule.endpoint.split(".")[0]}

    @property
    def parameters(self) -> set[str]:
        """The names of the parameters in its path."""
        return set(self.rule.arguments - (self.rule.defaults or {}).keys())

    @property
    def audience(self) -> str:
        """STAFF or ADMINISTRATOR; empty if the page is for both or for everybody."""
        if self.guard in ("open_to_all", "login_required"):
            return ""
        return STAFF if self.rule.rule.startswith("/backoffice") else ADMINISTRATOR

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def expected_response(route: Route, who: str) -> str:
    """The expected response; empty if the page is meant for the caller."""
    if route.guard == "open_to_all" or (route.rule.endpoint, who) in ALLOWED_CALLERS:
        return ""
    if who in (VISITOR, DEACTIVATED):
        return LOGIN
    if route.rule.endpoint in BACK_OFFICE_EQUIVALENTS and who in (STAFF, STAFF_WITHOUT_RIGHTS):
        return ALLOWED
    if route.audience == (STAFF if who in USERS else ADMINISTRATOR):
        return REFUSED
    if route.names & OF_NOBODY and who != IMPERSONATOR:
        return ""
    if who == STRANGER:
        return NOT_FOUND if route.parameters - OF_NO_CUSTOMER else WITHOUT_DATA
    if who == OUT_OF_SCOPE:
        return NOT_FOUND if route.parameters & SCOPED_PARAMETERS else WITHOUT_DATA
    if who == IMPERSONATOR:
        return _for_impersonator(route)
    if who == WITHOUT_RIGHTS:
        return ALLOWED if _needs_no_right(route) else REFUSED
    if who == STAFF_WITHOUT_RIGHTS and route.method == "POST" and not route.names & OWN_DATA:
        return REFUSED
    return ""


def _for_impersonator(route: Route) -> str:
    """An impersonator changes nothing except to stop the impersonation."""
    if route.rule.endpoint == STOP_IMPERSONATION:
        return ""
    return REFUSED if route.method == "POST" or route.form_page else ALLOWED


def _needs_no_right(route: Route) -> bool:
    if route.method == "POST":
        return bool(route.names & (OWN_DATA | REDISPLAYED))
    return bool(route.names & READABLE_WITHOUT_RIGHT) and not route.names & PAGES_NEEDING_RIGHT
