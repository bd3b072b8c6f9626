"""Passwords and tokens occur only where they are needed (docs/security.md#logs-and-errors).

Searched are the log, every table of every service (including events, inbox, stored responses, dead letters and mails)
and every response.
"""

import contextlib
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from contracts.accounts import as_administrator
from contracts.builders import PASSWORD, an_account
from contracts.snapshots import all_rows, wait_until_idle
from eventually import eventually
from sqlalchemy import text
from werkzeug.test import TestResponse

from services.identity import contracts as identity
from tests.gateway.browser import Browser, Forms, text_of
from tests.gateway.site import Site

WRONG, WEAK, NEW = "canary-wrong-horse-7731", "welkom7731", "canary-new-horse-7731"
LINK = re.compile(r"/(?:password|register/confirm|email/(?:confirm|undo))/([0-9a-f]{32}\.([\w-]{43}))")


@dataclass
class Walk:
    """A user opens and sends all pages with a secret; `pages` are the responses."""

    site: Site
    email: str
    browser: Browser
    pages: list[TestResponse] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    logged: io.StringIO = field(default_factory=io.StringIO)

    def submit(self, path: str, action: str = "", **typed: str) -> TestResponse:
        form = Forms.of(self.open(path)).named(action or path)
        self.pages.append(self.browser.send(action or path, form | typed))
        self.tokens |= {self.browser.cookie("session")} - {""}
        return self.pages[-1]

    def open(self, path: str) -> TestResponse:
        self.pages.append(self.browser.get(path))
        return self.pages[-1]

    def link(self, email: str, path: str) -> str:
        """The link below this path in the newest mail; adds its token to `tokens`."""
        mail_server = self.site.installation.mail_server
        assert mail_server is not None

        def newest_link() -> re.Match[str] | None:
            mails = [str(mail.get_body(("plain",)).get_content()) for mail in mail_server.mails(email)]  # type: ignore[union-attr]
            return next((match for mail in reversed(mails) if (match := LINK.search(mail)) and path in match[0]), None)

        match = eventually(newest_link)
        assert match is not None
        self.tokens.add(match[2])
        return match[0]


@pytest.fixture(scope="module")
def walk(site: Site) -> Walk:
    """Wrong, weak and new passwords; links used twice; e-mail changed and restored; registration and invitation."""
    email = an_account(site.installation, site.example.customer)
    walk, new = Walk(site, email, site.browser()), f"new-{email}"
    with _logged() as walk.logged:
        walk.submit("/login", email=email, password=WRONG)
        walk.submit("/login", email=email, password=PASSWORD)
        walk.submit("/account/password", current_password=WRONG, password=NEW)
        walk.submit("/account/password", current_password=PASSWORD, password=WEAK)
        walk.submit("/account/email", email=new, password=PASSWORD)
        confirm = walk.link(new, "/email/confirm")
        walk.submit(confirm)
        undo = walk.link(email, "/email/undo")
        walk.submit(undo)
        walk.submit("/password/forgot", email=email)
        link = walk.link(email, "/password")
        walk.submit(link, password=WEAK)
        walk.submit(link, password=NEW)
        confirmation = _register(walk, f"requester-{email}")
        invitation = _invite(walk, f"invited-{email}")
        for link_ in (link, confirm, undo, confirmation, invitation, f"{link}/", f"/x{link}", f"{link}.", link.upper()):
            walk.open(link_)
        _fail(walk, "sessions")
        _fail(walk, "rate_limit_counters")
        walk.submit("/login", email=email, password=NEW)
        wait_until_idle(site.installation)
    return walk


def _register(walk: Walk, email: str) -> str:
    """Register; returns the link that confirmed the address."""
    typed = {"customer_number": walk.site.example.customer.number, "name": "Noor Jansen", "email": email}
    walk.submit("/register", **typed, password=WEAK)
    walk.submit("/register", **typed, password=NEW)
    link = walk.link(email, "/register/confirm")
    walk.submit(link)
    return link


def _invite(walk: Walk, email: str) -> str:
    """Invite a user; returns the link that set the password."""
    administrator = as_administrator(walk.site.example)
    request = {"email": email, "name": "Lotte Smit", "language": "nl", "rights": [], "without_access": True}
    walk.site.installation.call(identity.InviteUser, administrator, **request)
    link = walk.link(email, "/password")
    walk.submit(link, password=WEAK)
    walk.submit(link, password=NEW)
    return link


def _fail(walk: Walk, table: str) -> None:
    """Cause an internal error at login by renaming a table."""
    database = walk.site.installation.runtime("identity").database
    with database.write("a fault") as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO away"))
    try:
        assert walk.submit("/login", email=walk.email, password=NEW).status_code == 500
    finally:
        with database.write("the end of a fault") as session:
            session.execute(text(f"ALTER TABLE away RENAME TO {table}"))


@contextlib.contextmanager
def _logged() -> Iterator[io.StringIO]:
    """Captures what this process logs, through structlog and Python's logging."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(out):
        yield out
    logging.getLogger().removeHandler(handler)


def _secrets(walk: Walk) -> set[str]:
    return {WRONG, WEAK, NEW, PASSWORD, *walk.tokens}


def test_walk_covers_tokens_statuses_and_log_lines(walk: Walk) -> None:
    assert len(walk.tokens) >= 7
    assert {200, 303, 401, 404, 422, 500} <= {page.status_code for page in walk.pages}
    assert '"operation": "identity.log_in"' in walk.logged.getvalue()
    assert '"event": "fault"' in walk.logged.getvalue()


def test_no_secret_is_logged(walk: Walk) -> None:
    lines = walk.logged.getvalue().splitlines()
    assert [line for line in lines if any(secret in line for secret in _secrets(walk))] == []


def test_no_table_contains_a_secret(walk: Walk) -> None:
    rows = [(table, str(row)) for table, table_rows in all_rows(walk.site.installation).items() for row in table_rows]
    assert [table for table, row in rows if any(secret in row for secret in _secrets(walk))] == []


def test_secret_appears_only_on_the_page_with_it_in_the_path(walk: Walk) -> None:
    """The page of a link sends its form to the link's path."""
    shown = [
        (page.request.path, secret)
        for page in walk.pages
        for secret in _secrets(walk)
        if secret in text_of(page) and secret not in page.request.path
    ]
    assert shown == []


def test_operations_are_logged_with_caller_and_outcome(walk: Walk) -> None:
    lines = [line for line in walk.logged.getvalue().splitlines() if line.startswith("{")]
    entries = [entry for entry in map(json.loads, lines) if entry["event"] == "operation"]
    outcomes = {(entry["operation"], entry["outcome"]) for entry in entries}
    assert {("identity.log_in", "wrong_credentials"), ("identity.log_in", "ok")} <= outcomes
    (changed,) = [entry for entry in entries if entry["operation"] == "identity.request_email_change"]
    assert changed["caller"].startswith("user:")
    assert changed["customer"] == str(walk.site.example.customer.id)


@pytest.mark.parametrize("path", ["/x\nforged", "/x\r\nforged", "/x\u2028forged", "/x\x1b[31m"])
def test_path_cannot_forge_a_log_line(site: Site, path: str) -> None:
    with _logged() as out:
        site.browser().get(quote(path))
    (line,) = [line for line in out.getvalue().split("\n") if "forged" in line or "31m" in line]
    assert json.loads(line)["path"] == path
