"""From the session's token to the person who is asking. Identity says who it is, and is believed for three seconds."""

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

CACHE_SECONDS = 3.0
MAX_SESSIONS = 10_000
LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is logged in, as pages need to know. `customer_…` are empty for staff.

    `elsewhere` are the other customers of a user: ids and names. `to_touch`: the session is to be kept awake.
    `impersonated_by` is who looks at the portal as this person, where somebody does.
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
    def makes_groups(self) -> bool:
        """Groups are for everybody: who sees a part of the machines makes and names none."""
        return not self.staff and self.sees_all and self.may("manage_machines")

    def expect(self, right: str) -> None:
        """Raises NotAllowed: nobody should fill in a form that will be refused."""
        if not self.may(right):
            raise NotAllowed


def person_of(session: dict[str, Any]) -> Person:
    """Read identity's answer about a session."""
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
        telephone=session["telephone"],
        language=session["language"],
        customer_name=customer["name"],
        customer_number=customer["customer_number"],
        elsewhere=tuple((one["id"], one["name"]) for one in session["customers"] if one["id"] != customer["id"]),
        to_touch=session["to_touch"],
    )


class SessionCache:
    """Remembers who is behind a token, for at most BELIEVED_SECONDS after it was asked."""

    def __init__(
        self,
        find: Callable[[str], dict[str, Any]],
        touch: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find, self._touch, self._clock = find, touch, clock
        self._known: dict[str, tuple[float, Person]] = {}
        self._lock = threading.Lock()

    def person(self, token: str) -> Person:
        """Raises NotLoggedIn for a token that is over or never was."""
        asked = self._clock()
        with self._lock:
            end, person = self._known.get(token, (0.0, None))
        if person is None or asked >= end:
            person = person_of(self._find(token))
            self._remember(token, asked + CACHE_SECONDS, person)
            if person.to_touch:
                self._keep_awake(token)
        return person

    def _keep_awake(self, token: str) -> None:
        """Once a minute at the most. Where it cannot be done now, it is done the next time."""
        try:
            self._touch(token)
        except ContractError as error:
            observability.log().warning("session_not_touched", code=error.code)

    def forget(self, token: str) -> None:
        with self._lock:
            self._known.pop(token, None)

    def _remember(self, token: str, end: float, person: Person) -> None:
        with self._lock:
            if len(self._known) >= MAX_SESSIONS:
                now = self._clock()
                self._known = {key: kept for key, kept in self._known.items() if kept[0] > now}
            if len(self._known) < MAX_SESSIONS:
                self._known[token] = (end, person)


def current_person() -> Person:
    """Who is asking for this page. Raises NotLoggedIn, or what keeps identity from answering."""
    return _find(cookies.session_token(request))


def current_bearer() -> Person:
    """Who is asking by the API: whose token is in the header `Authorization`. No cookie is looked at."""
    return _find(bearer_token())


def bearer_token() -> str:
    """Empty without one; what cannot be a token of ours counts as none."""
    given = request.authorization
    token = (given.token if given and given.type == "bearer" else "") or ""
    return token if len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable() else ""


def _find(token: str) -> Person:
    if g.get("person") is None:
        if not token:
            raise NotLoggedIn
        g.person = None
        kept: SessionCache = current_app.extensions["sessions"]
        g.person = kept.person(token)
    person: Person = g.person
    return person


def current_customer_id() -> str | None:
    """The customer that the address of this page names, which staff have opened; None for what is the reader's own."""
    named: str | None = g.get("customer_id")
    return named


def client_address() -> str:
    """Where in the network the browser is, as far as the trusted proxies tell."""
    return (request.remote_addr or "")[:45]


def device() -> str:
    """What the browser calls itself."""
    told = request.user_agent.string[:200]
    return "".join(sign for sign in told if sign.isprintable())


def forget(token: str) -> None:
    """Believe nothing of this token any more: it has been logged out."""
    kept: SessionCache = current_app.extensions["sessions"]
    kept.forget(token)
    g.person = None


def current_person_or_none() -> Person | None:
    """The same for layouts, which do without: None when nobody is logged in or it could not be found out."""
    if "person" not in g:
        try:
            return current_person()
        except ContractError:
            g.person = None
    known: Person | None = g.person
    return known


def current_caller() -> Caller:
    """On whose behalf services are called, in the language that this page is read in."""
    person: Person | None = g.get("person")
    caller = person.caller if person else Caller.visitor()
    return caller.with_language(language.current())
