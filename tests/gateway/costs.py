"""Counts what a page costs: sequential calls, SQL statements in all services, bytes of the response.

Runs real services with the demo's data in one process on SQLite; counts are the same with other brokers and databases.
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
from environments import CALL_TIMEOUT
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
        "/", "/menu", "/machines", "/service-requests", "/service-requests/new", "/orders", "/orders/new", "/basket",
        "/groups", "/groups/new", "/users", "/users/new", "/users/rights", "/users/audit", "/account",
        "/account/sessions", "/registrations", "/registrations/access", "/registrations/policy", "/organisation",
        "/contact",
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
"""Lists whose first entry has a main page."""
BELOW = {
    "/machines": ("/supplies", "/readings", "/service-history", "/orders"),
    "/backoffice/customers": ("/users", "/audit"),
}
"""Pages below that of the first entry."""
ADDRESS = re.compile(r'/assets/[^"#]+')
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass(frozen=True, slots=True)
class Cost:
    """`rounds` are sequential calls; `html` and `cold` are bytes after gzip, `cold` with all linked files.

    `executed` are the statements, `recompiled` those of them that SQLAlchemy did not find in its cache.
    """

    rounds: int
    statements: int
    html: int
    cold: int
    executed: tuple[str, ...]
    recompiled: tuple[str, ...]


class CountedInstallation:
    """A portal with real services that counts. Counted pages include the query of the session, which is not cached."""

    def __init__(self, folder: Path, *, scale: float = 0.15, weeks: int = 3) -> None:
        self.installation = Installation("in-process, SQLite", folder, demo=True)
        load(self.installation.client(OPS), folder, lambda *_: None, scale=scale, weeks=weeks)
        self.installation.settle()
        self._client = _CountingClient(self.installation.transport(GATEWAY), timeout=CALL_TIMEOUT)
        settings = Settings(secret_key="x" * 40, secure_cookies=False, demo=True)
        self.app: Flask = create_app(settings, self._client)
        self._statements: Counter[str] = Counter()
        self._executed: list[tuple[str, str]] = []
        self._recompiled: list[tuple[str, str]] = []
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
        """Open a page twice and count the second time, when the session needs no touch."""
        for _ in range(2):
            self.app.extensions["sessions"].forget(browser.cookie("session"))
            self._client.begin()
            answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        id = answer.headers["X-Correlation-Id"]
        html = len(gzip.compress(answer.data))
        files = [browser.get(url) for url in sorted(set(ADDRESS.findall(answer.text)))]
        cold = html + sum(len(gzip.compress(response.data)) for response in files)
        executed, recompiled = (
            tuple(statement for id_, statement in log if id_ == id) for log in (self._executed, self._recompiled)
        )
        return Cost(self._client.rounds, self._statements[id], html, cold, executed, recompiled)

    def stop(self) -> None:
        self.installation.stop()

    def _count(self, _c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
        if not statement.startswith(TRANSACTION):
            self._statements[observability.correlation_id()] += 1
            self._executed.append((observability.correlation_id(), statement))
            if context.compiled and context.cache_hit is not CacheStats.CACHE_HIT:
                self._recompiled.append(self._executed[-1])


class _CountingClient(Client):
    """Counts sequential calls since `begin`: a call is in the round after the latest response received before it."""

    rounds = answered_rounds = 0

    def __init__(self, transport: InProcessTransport, timeout: float) -> None:
        super().__init__(transport, timeout)

    def begin(self) -> None:
        self.rounds = self.answered_rounds = 0

    def start(self, *arguments: Any, **options: Any) -> Any:
        self.rounds = max(self.rounds, self.answered_rounds + 1)
        return _Counted(super().start(*arguments, **options), self, self.answered_rounds + 1)


@dataclass(frozen=True, slots=True)
class _Counted:
    pending: PendingCall
    client: _CountingClient
    round: int

    def answer(self) -> dict[str, Any]:
        try:
            return self.pending.answer()
        finally:
            self.client.answered_rounds = max(self.client.answered_rounds, self.round)


def main_pages(installation: CountedInstallation) -> Iterator[tuple[str, Browser, str]]:
    """E-mail address, browser and path of each main page."""
    for who, paths in PAGES.items():
        browser = installation.browser(who)
        yield from ((who, browser, path) for path in paths)
        for list_page in DETAILS.get(who, ()):
            entry = _first_entry(browser.get(list_page).text, list_page)
            yield from ((who, browser, f"{entry}{below}") for below in ("", *BELOW.get(list_page, ())))


def _first_entry(page: str, list_page: str) -> str:
    entries = re.findall(rf'href="({list_page}/(?:[0-9a-f-]{{36}}|[A-Z]{{2}}[0-9-]+))"', page)
    assert entries, f"{list_page} lists nothing"
    return str(entries[0])


@contextmanager
def counted_installation(folder: Path, **size: Any) -> Iterator[CountedInstallation]:
    installation = CountedInstallation(folder, **size)
    try:
        yield installation
    finally:
        installation.stop()
