"""Passwords and tokens occur only where they are needed (docs/security.md#logs-and-errors).

Looked through: all that was logged, every table of every service (events, inbox, kept answers, dead letters and mails
among them), and every page that was answered.
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
from tests.gateway.browser import Browser, Forms
from tests.gateway.site import Site

WRONG, WEAK, NEW = "canary-wrong-horse-7731", "welkom7731", "canary-new-horse-7731"
LINK = re.compile(r"/(?:password|register/confirm|email/(?:confirm|undo))/([0-9a-f]{32}\.([\w-]{43}))")


@dataclass
class Walk:
    """Somebody's way through all pages that ask for a secret; `pages` are what was answered."""

    site: Site
    email: str
    browser: Browser
    pages: list[TestResponse] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    logged: io.StringIO = field(default_factory=io.StringIO)

    def submit(self, path: str, action: str = "", **typed: str) -> TestResponse:
        form = Forms.of(self.look(path)).named(action or path)
        self.pages.append(self.browser.send(action or path, form | typed))
        self.tokens |= {self.browser.cookie("session")} - {""}
        return self.pages[-1]

    def look(self, path: str) -> TestResponse:
        self.pages.append(self.browser.get(path))
        return self.pages[-1]

    def link(self, email: str, path: str) -> str:
        """The address in the newest mail, below this path; its secret is a canary from now on."""
        post = self.site.installation.post
        assert post is not None

        def look() -> re.Match[str] | None:
            mails = [str(mail.get_body(("plain",)).get_content()) for mail in post.mails(email)]  # type: ignore[union-attr]
            return next((found for mail in reversed(mails) if (found := LINK.search(mail)) and path in found[0]), None)

        found = eventually(look)
        assert found is not None
        self.tokens.add(found[2])
        return found[0]


@pytest.fixture(scope="module")
def walk(site: Site) -> Walk:
    """Passwords wrong, weak and new; links asked for, opened and used twice; an address changed and changed back; an
    account asked for, an invitation taken up."""
    email = an_account(site.installation, site.example.customer)
    walk, new = Walk(site, email, site.browser("")), f"new-{email}"
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
        registering = _register(walk, f"asker-{email}")
        invited = _invite(walk, f"invited-{email}")
        for used in (link, confirm, undo, registering, invited, f"{link}/", f"/x{link}", f"{link}.", link.upper()):
            walk.look(used)
        _fail(walk, "sessions")
        _fail(walk, "login_attempts")
        walk.submit("/login", email=email, password=NEW)
        wait_until_idle(site.installation)
    return walk


def _register(walk: Walk, email: str) -> str:
    """The link that confirms the address of somebody who asked for an account."""
    typed = {"customer_number": walk.site.example.customer.number, "name": "Noor Jansen", "email": email}
    walk.submit("/register", **typed, password=WEAK)
    walk.submit("/register", **typed, password=NEW)
    link = walk.link(email, "/register/confirm")
    walk.submit(link)
    return link


def _invite(walk: Walk, email: str) -> str:
    """The link with which somebody who was invited set a password."""
    administrator = as_administrator(walk.site.example)
    asked = {"email": email, "name": "Lotte Smit", "language": "nl", "rights": [], "all_machines": False}
    walk.site.installation.call(identity.InviteUser, administrator, **asked)
    link = walk.link(email, "/password")
    walk.submit(link, password=WEAK)
    walk.submit(link, password=NEW)
    return link


def _fail(walk: Walk, table: str) -> None:
    """A fault of ours while somebody logs in: a table is away for a moment."""
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
    """All that this process logs, as it would be written; both through structlog and through Python's own logging."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(out):
        yield out
    logging.getLogger().removeHandler(handler)


def _secrets(walk: Walk) -> set[str]:
    return {WRONG, WEAK, NEW, PASSWORD, *walk.tokens}


def test_the_walk_met_what_it_was_to_meet(walk: Walk) -> None:
    assert len(walk.tokens) >= 7
    assert {200, 303, 401, 404, 422, 500} <= {page.status_code for page in walk.pages}
    assert '"operation": "identity.log_in"' in walk.logged.getvalue()
    assert '"event": "fault"' in walk.logged.getvalue()


def test_no_secret_is_logged(walk: Walk) -> None:
    lines = walk.logged.getvalue().splitlines()
    assert [line for line in lines if any(one in line for one in _secrets(walk))] == []


def test_no_secret_is_kept_in_any_table(walk: Walk) -> None:
    rows = [(table, str(row)) for table, found in all_rows(walk.site.installation).items() for row in found]
    assert [table for table, row in rows if any(one in row for one in _secrets(walk))] == []


def test_no_secret_is_shown_but_to_who_came_with_it(walk: Walk) -> None:
    """A link's own page sends its form to where the link leads."""
    shown = [
        (page.request.path, one)
        for page in walk.pages
        for one in _secrets(walk)
        if one in page.text and one not in page.request.path
    ]
    assert shown == []


def test_a_refusal_and_a_login_are_logged_with_who_it_was_and_what_came_of_it(walk: Walk) -> None:
    lines = [line for line in walk.logged.getvalue().splitlines() if line.startswith("{")]
    entries = [one for one in map(json.loads, lines) if one["event"] == "operation"]
    told = {(one["operation"], one["outcome"]) for one in entries}
    assert {("identity.log_in", "wrong_credentials"), ("identity.log_in", "ok")} <= told
    (changed,) = [one for one in entries if one["operation"] == "identity.request_email_change"]
    assert changed["caller"].startswith("user:")
    assert changed["customer"] == str(walk.site.example.customer.id)


@pytest.mark.parametrize("path", ["/x\nforged", "/x\r\nforged", "/x\u2028forged", "/x\x1b[31m"])
def test_no_address_forges_a_line_of_the_log(site: Site, path: str) -> None:
    with _logged() as out:
        site.browser("").get(quote(path))
    (line,) = [line for line in out.getvalue().split("\n") if "forged" in line or "31m" in line]
    assert json.loads(line)["path"] == path
