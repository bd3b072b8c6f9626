"""Which users see which machines, and why: page and downloads. The data are fleet's (machines and their groups) and
identity's (users and their scopes)."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from gateway import callers, exports, listing, panels
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.guards import user_admin_required
from gateway.language import t
from gateway.listing import Listing
from gateway.panels import Required
from gateway.periods import downloads
from gateway.portal.users.customer_scope import of_customer, opened, path
from gateway.presenters.machine_access import AccessReport, MachineAccess
from services.chassis.contract.paging import MAX_ROWS
from services.fleet.contracts import ExportMachineGroups, ListMachineGroups
from services.identity.contracts import ListUsers, UserStatus
from services.identity.contracts.users import MAX_SCOPE_IDS

machine_access = of_customer(Blueprint("machine_access", __name__, url_prefix="/users/machine-access"))

COLUMNS = (
    "machine.equipment_number", "machine.serial_number", "machine.model", "column.location", "users.user",
    "login.email", "machine_access.reason",
)  # fmt: skip


@machine_access.get("")
@user_admin_required
def report() -> ResponseReturnValue:
    """The machines of the filter, each with the users who see it; those who see all machines are counted apart."""
    filters = _filters()
    page = panels.collect(
        found=Required(query(ListMachineGroups, **filters, **listing.cursors())),
        seeing_all=Required(query(ListUsers, all_machines=True, status=UserStatus.ACTIVE, limit=1)),
        named=all_groups(callers.current_customer_id()),
    )
    machines = page.found["rows"]
    access = AccessReport(_users_of(machines), names_by_id(page.named))
    customer = opened()
    rows = [MachineAccess(row, access.reasons(row)) for row in machines]
    return render_template(
        "users/machine_access.html",
        customer=customer,
        path=path(customer),
        seeing_all=listing.how_many(page.seeing_all["page"], "machine_access.seeing_all"),
        text=filters["text"],
        found=Listing.of(page.found["page"], rows, "machines.found", filters),
        downloads=downloads(".export", filters),
    )


@machine_access.get("/export.csv", defaults={"kind": "csv"})
@machine_access.get("/export.xlsx", defaults={"kind": "xlsx"})
@user_admin_required
def export(kind: str) -> Response:
    """A row for each user, machine and reason; a user who sees all machines has one row."""
    filters = _filters()
    first = query(ExportMachineGroups, **filters).answer()
    names = names_by_id(panels.collect(named=all_groups(callers.current_customer_id())).named)
    users = list(_all_users())
    machines = exports.all_rows(first, partial(query, ListMachineGroups, **filters))
    return exports.file(kind, "machine-access", [t(key) for key in COLUMNS], _cells(users, names, machines))


def _filters() -> dict[str, Any]:
    return {"text": listing.search_text()}


def _users_of(machines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The users who see one of these machines through a group or individually."""
    scope_ids = sorted({id for machine in machines for id in machine["group_ids"]})
    parts = [scope_ids[i : i + MAX_SCOPE_IDS] for i in range(0, len(scope_ids), MAX_SCOPE_IDS)]
    found = {user["membership_id"]: user for ids in parts for user in _all_users(ids)}
    return list(found.values())


def _all_users(scope_ids: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    users = partial(query, ListUsers, scope_ids=list(scope_ids), status=UserStatus.ACTIVE)
    return exports.all_rows(users(limit=MAX_ROWS).answer(), users)


def _cells(
    users: list[dict[str, Any]], names: dict[str, str], machines: Iterable[dict[str, Any]]
) -> Iterator[list[exports.Cell]]:
    everywhere = [user for user in users if user["all_machines"]]
    for user in everywhere:
        yield [t("scope.all"), "", "", "", *_user_cells(user), t("scope.all")]
    access = AccessReport(users, names)
    for machine in machines:
        shown = MachineAccess(machine, access.reasons(machine))
        for user, reason in shown.reasons:
            about = [machine["equipment_number"], machine["serial_number"], shown.machine.model, shown.machine.place]
            yield [*about, *_user_cells(user), reason]


def _user_cells(user: dict[str, Any]) -> list[exports.Cell]:
    return [user["name"], user["email"]]
