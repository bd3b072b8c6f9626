"""What a page costs, counted: calls of the bus in a row, SQL statements in all services, bytes that travel.

In front of real services with the demo's data, in one process on SQLite: counts are the same on other peers.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.running import Installation
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine.interfaces import CacheStats

from deploy.demo.load import load
from deploy.demo.people import PASSWORD
from gateway.app import create_app
from gateway.settings import Settings
from services.chassis import observability
from services.chassis.bus import Client, PendingCall
from services.chassis.bus.inprocess import InProcessTransport
from services.chassis.contract.caller import GATEWAY, OPS
from tests.gateway.browser import Browser

CUSTOMER, STAFF = "sanne@vandijk.example", "joris@dealer.example"
PAGES = {
    "": ("/login", "/register", "/password/forgot"),
    CUSTOMER: (
        "/", "/menu", "/machines", "/service-requests", "/service-requests/new", "/orders", "/basket", "/groups",
        "/groups/new", "/users", "/users/new", "/users/rights", "/users/audit", "/account", "/account/sessions",
        "/registrations", "/registrations/access", "/registrations/policy", "/organisation", "/contact",
    ),
    STAFF: (
        "/", "/menu", "/machines", "/registrations", "/registrations/access", "/backoffice/service-requests",
        "/backoffice/orders", "/backoffice/customers", "/backoffice/customers/new", "/backoffice/mails",
        "/backoffice/contact", "/backoffice/staff", "/backoffice/audit",
    ),
}  # fmt: skip
DETAILS = {
    CUSTOMER: ("/machines", "/service-requests", "/orders", "/groups", "/users"),
    STAFF: ("/machines", "/backoffice/service-requests", "/backoffice/orders", "/backoffice/customers"),
}
"""Lists, of which the page of the first entry is a main page, too."""
BELOW = {
    "/machines": ("/supplies", "/readings", "/service-history", "/orders"),
    "/backoffice/customers": ("/users", "/audit"),
}
"""And what is below that page."""
ADDRESS = re.compile(r'/assets/[^"#]+')
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass(frozen=True, slots=True)
class Cost:
    """`rounds` are calls that wait for one another; `html` and `cold` are bytes after gzip, `cold` with all files.

    `told` are the statements, `anew` those of them that SQLAlchemy had to write once more.
    """

    rounds: int
    statements: int
    html: int
    cold: int
    told: tuple[str, ...]
    anew: tuple[str, ...]


class CountedInstallation:
    """Whose session it is, is asked at each page that counts: the gateway has forgotten what it heard before."""

    def __init__(self, folder: Path, *, scale: float = 0.15, weeks: int = 3) -> None:
        self.installation = Installation("in-process, SQLite", folder, demo=True)
        load(Client(self.installation.transport(OPS), timeout=30), folder, lambda *_: None, scale=scale, weeks=weeks)
        self.installation.settle()
        self._client = _CountingClient(self.installation.transport(GATEWAY), timeout=10)
        settings = Settings(secret_key="x" * 40, secure_cookies=False, demo=True)
        self.app: Flask = create_app(settings, self._client)
        self._statements: Counter[str] = Counter()
        self._told: list[tuple[str, str]] = []
        self._anew: list[tuple[str, str]] = []
        for runtime in self.installation.process.runtimes.values():
            for engine in set(runtime.database._engines):
                event.listen(engine, "after_cursor_execute", self._count)

    def browser(self, email: str) -> Browser:
        browser = Browser(self.app)
        if email:
            answer = browser.log_in(email, PASSWORD)
            assert answer.status_code == 303, answer.text
        return browser

    def cost(self, browser: Browser, path: str) -> Cost:
        """Open a page twice: the first time keeps the session awake, the second one counts."""
        for _ in range(2):
            self.app.extensions["sessions"].forget(browser.cookie("session"))
            self._client.begin()
            answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        id = answer.headers["X-Correlation-Id"]
        html = len(gzip.compress(answer.data))
        files = [browser.get(address) for address in sorted(set(ADDRESS.findall(answer.text)))]
        cold = html + sum(len(gzip.compress(file.data)) for file in files)
        told, anew = (tuple(said for of, said in every if of == id) for every in (self._told, self._anew))
        return Cost(self._client.rounds, self._statements[id], html, cold, told, anew)

    def stop(self) -> None:
        self.installation.stop()

    def _count(self, _c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
        if not statement.startswith(TRANSACTION):
            self._statements[observability.correlation_id()] += 1
            self._told.append((observability.correlation_id(), statement))
            if context.compiled and context.cache_hit is not CacheStats.CACHE_HIT:
                self._anew.append(self._told[-1])


class _CountingClient(Client):
    """Knows how many of the calls since `begin` waited for one another: each begins after the answers that it saw."""

    rounds = seen = 0

    def __init__(self, transport: InProcessTransport, timeout: float) -> None:
        super().__init__(transport, timeout)

    def begin(self) -> None:
        self.rounds = self.seen = 0

    def start(self, *arguments: Any, **options: Any) -> Any:
        self.rounds = max(self.rounds, self.seen + 1)
        return _Counted(super().start(*arguments, **options), self, self.seen + 1)


@dataclass(frozen=True, slots=True)
class _Counted:
    asked: PendingCall
    client: _CountingClient
    round: int

    def answer(self) -> dict[str, Any]:
        try:
            return self.asked.answer()
        finally:
            self.client.seen = max(self.client.seen, self.round)


def main_pages(installation: CountedInstallation) -> Iterator[tuple[str, Browser, str]]:
    """Who, in which browser, opens which page."""
    for who, paths in PAGES.items():
        browser = installation.browser(who)
        yield from ((who, browser, path) for path in paths)
        for list_page in DETAILS.get(who, ()):
            entry = _first_entry(browser.get(list_page).text, list_page)
            yield from ((who, browser, f"{entry}{below}") for below in ("", *BELOW.get(list_page, ())))


def _first_entry(page: str, list_page: str) -> str:
    found = re.findall(rf'href="({list_page}/(?:[0-9a-f-]{{36}}|[A-Z]{{2}}[0-9-]+))"', page)
    assert found, f"{list_page} lists nothing"
    return str(found[0])


@contextmanager
def counted_installation(folder: Path, **size: Any) -> Iterator[CountedInstallation]:
    made = CountedInstallation(folder, **size)
    try:
        yield made
    finally:
        made.stop()
