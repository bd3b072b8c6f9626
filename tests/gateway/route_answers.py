"""What each route answers to whom it is not meant for: by its guard, its parameters, and the exceptions named here."""

from dataclasses import dataclass
from typing import Any

STRANGER, OUT_OF_SCOPE = "user of another customer", "user out of scope"
WITHOUT_RIGHTS, STAFF_WITHOUT_RIGHTS = "user without rights", "staff without rights"
LOOKING_ALONG = "administrator who looks as a user with every right"
DEACTIVATED, VISITOR, STAFF, ADMINISTRATOR = "deactivated user", "visitor", "staff", "administrator"
EVERYBODY = (
    VISITOR, DEACTIVATED, STRANGER, OUT_OF_SCOPE, WITHOUT_RIGHTS, STAFF_WITHOUT_RIGHTS, LOOKING_ALONG, STAFF,
    ADMINISTRATOR,
)  # fmt: skip
USERS = (STRANGER, OUT_OF_SCOPE, WITHOUT_RIGHTS, LOOKING_ALONG, ADMINISTRATOR)

LOGIN, REFUSED, NOT_THERE, ANSWERED = "to the login page", "403", "404", "answered, with nothing of ours"
REFUSED_SOMEHOW = "403, or 404 where one's own basket is not that of whom one looks as"
ALLOWED = "answered"

OF_MACHINES = {"machine_id", "group_id", "reference"}
"""Parameters that name what is in somebody's scope or not."""
LOOKING = {"home", "menu", "machines", "orders", "service_requests", "groups", "account", "contact", "organisation"}
"""Reading machines, their orders and service requests needs no right (docs/features.md#people-and-rights)."""
BEGINNING = {"groups.new", "service_requests.new"}
"""Nobody should fill in a form that will be refused."""
MEANT_FOR = {("access_requests.request_access", OUT_OF_SCOPE), ("access_requests.request_access", WITHOUT_RIGHTS)}
"""Who misses a machine asks for it: it is out of the scope of just that user."""
STOP = "viewing.stop"
OWN = {"account", "contact.send", STOP}
"""What one does to oneself needs no right."""
TYPED = {"service_requests.check", "service_requests.edit"}
"""They only show what was typed once more."""
PRIVATE = "account"
"""Pages about a person, which nobody else opens by looking along."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route with one of its methods. `guard` is the one that its view wears."""

    rule: Any
    method: str
    guard: str

    @property
    def names(self) -> set[str]:
        """Its endpoint and its blueprint."""
        return {self.rule.endpoint, self.rule.endpoint.split(".")[0]}

    @property
    def side(self) -> str:
        """Whose page it is; empty where it is both sides' or everybody's."""
        if self.guard in ("open_to_all", "login_required"):
            return ""
        return STAFF if self.rule.rule.startswith("/backoffice") else ADMINISTRATOR

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def answer_to(route: Route, who: str) -> str:
    """What is expected; empty for whom the page is meant."""
    if route.guard == "open_to_all" or (route.rule.endpoint, who) in MEANT_FOR:
        return ""
    if who in (VISITOR, DEACTIVATED):
        return LOGIN
    if route.side == (STAFF if who in USERS else ADMINISTRATOR):
        return REFUSED
    if who == STRANGER:
        return NOT_THERE if route.rule.arguments else ANSWERED
    if who == OUT_OF_SCOPE:
        return NOT_THERE if route.rule.arguments & OF_MACHINES else ANSWERED
    if who == LOOKING_ALONG:
        return _looking_along(route)
    if who == WITHOUT_RIGHTS:
        return ALLOWED if _needs_no_right(route) else REFUSED
    if who == STAFF_WITHOUT_RIGHTS and route.method == "POST" and not route.names & OWN:
        return REFUSED
    return ""


def _looking_along(route: Route) -> str:
    """It changes nothing, but ends when it is to end."""
    if route.rule.endpoint == STOP:
        return ""
    if route.method == "POST":
        return ALLOWED if route.names & TYPED else REFUSED_SOMEHOW
    return REFUSED if PRIVATE in route.names else ALLOWED


def _needs_no_right(route: Route) -> bool:
    if route.method == "POST":
        return bool(route.names & (OWN | TYPED))
    return bool(route.names & LOOKING) and not route.names & BEGINNING
