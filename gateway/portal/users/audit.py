"""The audit log of an organisation, to read and to take along."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from gateway import exports, listing
from gateway.clients import users as people
from gateway.clients.users import AUDIT_ACTIONS
from gateway.guards import keeper_page
from gateway.language import moment, t
from gateway.listing import Listing
from gateway.looks.users import Entry
from gateway.portal.users.whose import Step, of_customer, opened, path

audit = of_customer(Blueprint("audit", __name__, url_prefix="/users/audit"))

EXPORTED_AT_ONCE = 200
COLUMNS = ("audit.at", "audit.actor", "audit.what", "audit.subject", "audit.details")


@audit.get("")
@keeper_page
def entries() -> ResponseReturnValue:
    return log_page(path(opened()))


@audit.get("/export.csv")
@keeper_page
def export() -> Response:
    return log_file()


def _action() -> str | None:
    return next(iter(listing.chosen("action", AUDIT_ACTIONS)), None)


def log_page(steps: list[Step], *, house: bool = False) -> str:
    """One page of the log. `house`: that of all customers and of the dealer's staff."""
    action = _action()
    found = people.list_audit(action=action, **listing.cursors()).answer()
    return render_template(
        "users/audit.html",
        path=steps,
        house=house,
        action=action,
        actions=[{"id": code, "name": t(f"audit.{code}")} for code in AUDIT_ACTIONS],
        found=Listing.of(found["page"], [Entry(row) for row in found["rows"]], "audit.found", {"action": action}),
    )


def log_file(*, house: bool = False) -> Response:
    """All that the page's filter shows, newest first."""
    action = _action()
    first = people.list_audit(action=action, limit=EXPORTED_AT_ONCE).answer()
    columns = (*COLUMNS, "audit.customer") if house else COLUMNS
    return exports.csv_file("audit", [t(key) for key in columns], _lines(first, action, house=house))


def _lines(page: dict[str, Any], action: str | None, *, house: bool) -> Iterator[list[str]]:
    while True:
        for row in page["rows"]:
            entry = Entry(row)
            cells = [moment(row["at"]), entry.actor, entry.what, row["subject_name"], entry.details]
            yield [*cells, row["customer_name"]] if house else cells
        if not page["page"]["next"]:
            return
        page = people.list_audit(action=action, after=page["page"]["next"], limit=EXPORTED_AT_ONCE).answer()
