"""Loads the demo through operations, with progress. Started again, it does nothing; cut off, it goes on."""

import datetime as dt
import functools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click

from deploy.demo.catalogue import MODELS, supplies
from deploy.demo.machines import GROUPS, machines, reading
from deploy.demo.people import CUSTOMERS, LOGINS, PASSWORD, STAFF, USERS
from services.chassis.bus import Client
from services.chassis.contract import Caller, Kind
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

OPERATOR = Caller.operator(*identity.StaffRight)
PATIENCE = 30.0
Answer = TypeVar("Answer")
__all__ = ["LOGINS", "PASSWORD", "load"]


def load(client: Client, portal: Client, var: Path) -> None:
    """Make customers, people, catalogue, machines and requests. `client` speaks as `ops`, `portal` as the gateway."""
    mark = var / "demo-loaded"
    if mark.exists():
        return
    steps = _steps(client, portal)
    with click.progressbar(
        steps, label="Loading demo data", item_show_func=lambda step: step[0] if step else ""
    ) as bar:
        for _name, step in bar:
            _patiently(step)
    mark.touch()


def _steps(client: Client, portal: Client) -> list[tuple[str, Callable[[], Any]]]:
    return [
        *(_step("customers", client, identity.RecordCustomer, **customer) for customer in CUSTOMERS),
        *(_step("staff", client, identity.RecordStaff, password=PASSWORD, **person) for person in STAFF),
        *(
            _step(
                "models",
                client,
                fleet.RecordModel,
                manufacturer=model.manufacturer,
                name=model.name,
                colour=model.colour,
            )
            for model in MODELS
        ),
        *(_step("catalogue", client, ordering.RecordSupply, **supply) for supply in supplies()),
        *(_step("machines", client, fleet.RecordMachine, **machine) for machine, _, _ in machines()),
        ("readings", lambda: _submit(client)),
        ("groups", lambda: _group(client)),
        *(("users", functools.partial(_add_user, client, **user)) for user in USERS),
        ("service requests", lambda: _file(client, portal)),
    ]


def _step(name: str, client: Client, operation: Any, /, **request: Any) -> tuple[str, Callable[[], Any]]:
    return name, lambda: client.call(operation, OPERATOR, **request)


def _patiently(step: Callable[[], Answer]) -> Answer:
    """What one service was told reaches the others in a moment: until then they refuse what builds on it."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return step()
        except (
            identity.UnknownCustomer,
            identity.UnknownGroup,
            ordering.UnknownModel,
            fleet.MachineNotFound,
        ):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _submit(client: Client) -> None:
    now = dt.datetime.now(dt.UTC)
    for machine, model, habit in machines():
        if observed := reading(machine, model, habit, now):
            number = machine["customer_number"]
            client.call(fleet.SubmitReadings, OPERATOR, customer_number=number, readings=[observed])


def _group(client: Client) -> None:
    for customer_number, groups in GROUPS.items():
        for name, site in groups.items():
            rows = client.call(fleet.ListMachines, OPERATOR, site=site, limit=200)["rows"]
            client.call(
                fleet.RecordGroup,
                OPERATOR,
                customer_number=customer_number,
                name=name,
                machine_ids=[row["id"] for row in rows],
            )


def _add_user(client: Client, group: str = "", **user: Any) -> None:
    ids = [row["id"] for row in _groups(client) if row["name"] == group]
    client.call(identity.RecordUser, OPERATOR, password=PASSWORD, group_ids=ids, **user)


def _groups(client: Client) -> list[dict[str, Any]]:
    return list(client.call(fleet.ListMachineFilters, OPERATOR)["groups"])


REQUESTS = [
    ("Magazijn", "paper_jam", "normal", "Papier loopt vast bij lade 2.", False),
    ("Balie", "print_quality", "high", "Er loopt een streep over elke afdruk.", True),
]
"""Reference of the machine, category, urgency, description, and whether the dealer took it in hand."""


def _file(client: Client, portal: Client) -> None:
    """Requests of the first user: one waits, one is being handled."""
    user = USERS[0]
    caller = _log_in(portal, user["email"])
    for i, (name, category, urgency, description, accepted) in enumerate(REQUESTS):
        machine = portal.call(fleet.ListMachines, caller, text=name, limit=1)["rows"][0]
        request = portal.call(
            servicedesk.FileServiceRequest,
            caller,
            key=f"demo-request-{i}",
            machine_id=machine["id"],
            category=category,
            urgency=urgency,
            description=description,
            contact_name=user["name"],
            telephone=user["telephone"],
        )
        if accepted:
            number = request["reference_number"]
            client.call(servicedesk.AcceptServiceRequest, OPERATOR, key=f"demo-accept-{i}", reference_number=number)


def _log_in(portal: Client, email: str) -> Caller:
    session = portal.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
    return Caller(
        kind=Kind.USER,
        person_id=session["person_id"],
        customer_id=UUID(session["customer"]["id"]),
        rights=frozenset(session["rights"]),
        scope="all",
        language=session["language"],
    )
