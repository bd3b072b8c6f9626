"""The audit log of a customer: page and CSV export."""

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from gateway import exports, listing
from gateway.clients import query
from gateway.guards import user_admin_required
from gateway.language import moment, t
from gateway.listing import Listing
from gateway.portal.users.customer_scope import Step, of_customer, opened, path
from gateway.presenters.users import Entry
from services.identity.contracts import CUSTOMER_ACTIONS, AuditAction, ExportAudit, ListAudit

audit = of_customer(Blueprint("audit", __name__, url_prefix="/users/audit"))

COLUMNS = ("audit.at", "audit.actor", "audit.what", "audit.subject", "audit.details")


@audit.get("")
@user_admin_required
def entries() -> ResponseReturnValue:
    return log_page(path(opened()))


@audit.get("/export.csv")
@user_admin_required
def export() -> Response:
    return log_file()


def _action(actions: Iterable[AuditAction]) -> str | None:
    return listing.chosen_one("action", actions)


def log_page(steps: list[Step], *, installation: bool = False) -> str:
    """One page of the log. `installation`: the log of all customers and of the dealer's staff."""
    action = _action(actions := AuditAction if installation else CUSTOMER_ACTIONS)
    found = query(ListAudit, action=action, **listing.cursors()).answer()
    return render_template(
        "users/audit.html",
        path=steps,
        installation=installation,
        action=action,
        actions=[{"id": code, "name": t(f"audit.{code}")} for code in actions],
        found=Listing.of(found["page"], [Entry(row) for row in found["rows"]], "audit.found", {"action": action}),
    )


def log_file(*, installation: bool = False) -> Response:
    """All entries of the page's filter, newest first."""
    action = _action(AuditAction if installation else CUSTOMER_ACTIONS)
    rows = exports.all_rows(query(ExportAudit, action=action).answer(), partial(query, ListAudit, action=action))
    columns = (*COLUMNS, "audit.customer") if installation else COLUMNS
    cells = (_cells(Entry(row), installation=installation) for row in rows)
    return exports.csv_file("audit", [t(key) for key in columns], cells)


def _cells(entry: Entry, *, installation: bool) -> list[str]:
    row = entry.row
    cells = [moment(row["at"]), entry.actor, entry.what, entry.subject, entry.details]
    return [*cells, row["customer_name"]] if installation else cells
