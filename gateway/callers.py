"""Resolves the session token of a request to a person. Identity's answer is cached for CACHE_SECONDS."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, g, request

from gateway import cookies, language
from services.chassis import observability
from services.chassis.contract import Caller, ContractError, Kind, NotAllowed, NotLoggedIn
from services.chassis.contract.contact_details import is_telephone_number

CACHE_SECONDS = 3.0
MAX_SESSIONS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A logged-in person, as views and templates need it. `customer_name` and `customer_number` are empty for staff.

    `telephone` is empty if the stored number is one that forms refuse. `elsewhere` holds id and name of the user's
    other customers. `to_touch`: the session's time of last use is to be updated. `impersonated_by` is the name of
    the user administrator who impersonates this person, else empty.
    """

    caller: Caller
    staff: bool
    name: str
    telephone: str
    language: str
    customer_name: str
    customer_number: str
    elsewhere: tuple[tuple[str, str], ...] = ()
    to_touch: bool = False
    impersonated_by: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    def may(self, right: str) -> bool:
        return self.caller.has_right(right)

    @property
    def sees_all(self) -> bool:
        return self.caller.scope == "all"

    @property
    def manages_guests(self) -> bool:
        """Whether the person decides what guests may do, and issues labels: at the own customer, or as staff."""
        return self.may("manage_customers" if self.staff else "manage_guest_access")

    def expect_manages_guests(self) -> None:
        """Raises NotAllowed, so that a form which would be refused is not shown."""
        self.expect_right("manage_customers" if self.staff else "manage_guest_access")

    @property
    def makes_groups(self) -> bool:
        """Whether the person may create, rename and delete groups. All users of the customer share the groups, so only
        users who see all machines may (docs/features.md#machine-scope)."""
        return not self.staff and self.sees_all and self.may("manage_machines")

    def expect_right(self, right: str) -> None:
        """Raises NotAllowed without the right, so that a form which would be refused is not shown."""
        if not self.may(right):
            raise NotAllowed


def person_of(session: dict[str, Any]) -> Person:
    """Build a Person from the response of `get_session`."""
    customer = session["customer"] or {"id": None, "name": "", "customer_number": ""}
    return Person(
        caller=Caller(
            kind=Kind.STAFF if session["staff"] else Kind.USER,
            person_id=session["person_id"],
            customer_id=UUID(customer["id"]) if customer["id"] else None,
            rights=frozenset(session["rights"]),
            scope="all" if session["all_machines"] else tuple(map(UUID, session["group_ids"])),
            language=session["language"],
            impersonated_by=session["impersonated_by"],
        ),
        impersonated_by=session["impersonated_by"],
        staff=session["staff"],
        name=session["name"],
        telephone=session["telephone"] if is_telephone_number(session["telephone"]) else "",
        language=session["language"],
        customer_name=customer["name"],
        customer_number=customer["customer_number"],
        elsewhere=tuple(
            (other["id"], other["name"]) for other in session["customers"] if other["id"] != customer["id"]
        ),
        to_touch=session["to_touch"],
    )


class SessionCache:
    """Caches persons by token for CACHE_SECONDS, at most MAX_SESSIONS of them. Thread-safe."""

    def __init__(
        self,
        find: Callable[[str], dict[str, Any]],
        touch: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find, self._touch, self._clock = find, touch, clock
        self._entries: dict[str, tuple[float, Person]] = {}
        self._lock = threading.Lock()

    def person(self, token: str) -> Person:
        """Raises NotLoggedIn for an expired or unknown token."""
        now = self._clock()
        with self._lock:
            expires, person = self._entries.get(token, (0.0, None))
        if person is None or now >= expires:
            person = person_of(self._find(token))
            self._store(token, now + CACHE_SECONDS, person)
            if person.to_touch:
                self._touch_session(token)
        return person

    def _touch_session(self, token: str) -> None:
        """Update the time of last use, at most once a minute (identity sets `to_touch`). A failure is logged only: the
        next request tries again."""
        try:
            self._touch(token)
        except ContractError as error:
            observability.log().warning("session_not_touched", code=error.code)

    def forget(self, token: str) -> None:
        with self._lock:
            self._entries.pop(token, None)

    def _store(self, token: str, expires: float, person: Person) -> None:
        with self._lock:
            if len(self._entries) >= MAX_SESSIONS:
                now = self._clock()
                self._entries = {key: entry for key, entry in self._entries.items() if entry[0] > now}
            if len(self._entries) < MAX_SESSIONS:
                self._entries[token] = (expires, person)


def current_person() -> Person:
    """The person of the session cookie. Raises NotLoggedIn, or the error of the call to identity."""
    return _person_of_token(cookies.session_token(request))


def current_bearer() -> Person:
    """The person of the bearer token. The session cookie is ignored. Raises as `current_person`."""
    return _person_of_token(bearer_token())


def bearer_token() -> str:
    """The token of the `Authorization` header; empty if there is none or it cannot be a token of this portal."""
    authorization = request.authorization
    token = (authorization.token if authorization and authorization.type == "bearer" else "") or ""
    return token if cookies.is_token(token) else ""


def _person_of_token(token: str) -> Person:
    if g.get("person") is None:
        if not token:
            raise NotLoggedIn
        g.person = None
        cache: SessionCache = current_app.extensions["sessions"]
        g.person = cache.person(token)
    person: Person = g.person
    return person


def current_customer_id() -> str | None:
    """The customer in the URL of a staff page below `/backoffice/customers/<customer_id>`, else None."""
    customer_id: str | None = g.get("customer_id")
    return customer_id


def client_address() -> str:
    """The client's IP address, from `X-Forwarded-For` only behind trusted proxies; at most 45 characters (IPv6)."""
    return (request.remote_addr or "")[:45]


def device() -> str:
    """The `User-Agent` header without control characters, at most 200 characters."""
    user_agent = request.user_agent.string[:200]
    return "".join(character for character in user_agent if character.isprintable())


def forget(token: str) -> None:
    """Remove the token from the cache, after logout."""
    cache: SessionCache = current_app.extensions["sessions"]
    cache.forget(token)
    g.person = None


def current_person_or_none() -> Person | None:
    """As `current_person`, for layouts: None if nobody is logged in or identity does not answer."""
    if "person" not in g:
        try:
            return current_person()
        except ContractError:
            g.person = None
    person: Person | None = g.person
    return person


def current_caller() -> Caller:
    """The caller of service calls made for this request, with the language of the response: the guest whose pass it
    has (`gateway/guests/passes.py`), else the person who was looked up, else a visitor."""
    person: Person | None = g.get("person")
    guest: Caller | None = g.get("guest")
    caller = guest or (person.caller if person else Caller.visitor())
    return caller.with_language(language.current())
