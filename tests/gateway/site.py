"""The gateway in front of real services, and everybody who might open its pages, each with an open session."""

import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.accounts import a_registration, an_access_request, as_administrator
from contracts.builders import PASSWORD, a_contact_message, a_customer, a_group, an_account, logged_in, number
from contracts.example_installation import ExampleInstallation, create_example_installation
from contracts.running import STAFF as ANY_STAFF
from contracts.running import Installation
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.bus import Client
from services.chassis.contract import Caller
from services.chassis.contract.caller import GATEWAY
from services.identity import contracts as identity
from services.identity.contracts import Right, StaffRight
from tests.gateway.browser import Browser, Forms
from tests.gateway.route_answers import (
    ADMINISTRATOR,
    DEACTIVATED,
    LOOKING_ALONG,
    OUT_OF_SCOPE,
    STAFF,
    STAFF_WITHOUT_RIGHTS,
    STRANGER,
    WITHOUT_RIGHTS,
)

DESCRIPTION = "Papier loopt vast bij lade 2."


@dataclass
class Site:
    """`values` fill the parameters of addresses, `typed` the forms, with what is our customer's."""

    example: ExampleInstallation
    app: Flask
    tokens: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def installation(self) -> Installation:
        return self.example.installation

    def browser(self, who: str) -> Browser:
        """Of somebody whose session is open; a visitor has none."""
        browser = Browser(self.app)
        if who in self.tokens:
            browser.set_cookie("session", self.tokens[who])
        return browser

    def path(self, rule: Rule) -> str:
        """An address of a route, about what is ours. Raises KeyError for a parameter that nobody thought of."""
        values = {name: self._value(rule.rule, name) for name in rule.arguments}
        return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: values[found[1]], rule.rule)

    def _value(self, address: str, name: str) -> str:
        """`orders.reference` is what `reference` stands for below `/orders`."""
        own = [f"{place}.{name}" for place in address.split("/") if f"{place}.{name}" in self.values]
        return self.values[own[-1] if own else name]

    def open(self, who: str, path: str, **asked: str) -> TestResponse:
        return self.browser(who).get(path, query_string=asked)

    def send(self, who: str, path: str) -> TestResponse:
        """Send a form with a valid token and all that any form of ours asks for, about what is ours."""
        browser = self.browser(who)
        page = browser.get("/menu" if who in self.tokens else "/login")
        page = browser.get("/login") if page.status_code != 200 else page
        token = Forms.of(page).named("/language")["csrf_token"]
        return browser.send(path, self.typed | {"csrf_token": token, "once": str(uuid.uuid4())})

    @property
    def typed(self) -> dict[str, Any]:
        known = {name: value for name, value in self.values.items() if name.endswith("_id")}
        address = {"name": "Elders", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}
        person = self.values["person_id"]
        return {
            **known,
            **{f"deliver_to-{name}": value for name, value in address.items()},
            "group_ids": known["group_id"], "machine_ids": known["machine_id"], "shown": known["machine_id"],
            "from_group_id": known["group_id"], f"rights-{person}": "manage_users", "rights": "manage_users",
            "name": "Elders", "email": f"{number('new')}@elders.example", "sees": "all", "language": "en",
            "current_password": "wrong horse battery", "password": "wrong horse battery", "choice": "other",
            "category": "paper_jam", "urgency": "normal", "contact_name": "Vera Vreemd", "narrow": "1",
            "telephone": "020 555 01 99", "sku": "TN-328K", "quantity": "1", "revision": "1",
            "waiting_for": "parts", "carrier": "PostNL", "tracking_number": "3S", "technician": "Bram",
            "date": "2027-01-04", "begins": "09:00", "ends": "11:00",
            **dict.fromkeys(("description", "note", "text", "reason"), "Typed."),
            "letter": f"fleet/{self.values['letter_id']}",
            "customer_number": self.example.customer.number, "number": "10042",
        }  # fmt: skip


def a_site(folder: Path) -> Site:
    installation = Installation("in-process, SQLite", folder)
    example = create_example_installation(installation)
    client = Client(installation.transport(GATEWAY), timeout=30)
    site = Site(example, create_app(Settings(secret_key="x" * 40, secure_cookies=False), client))
    _let_in(site)
    _fill(site)
    return site


def _let_in(site: Site) -> None:
    """A session for each who may come to a page that is not his."""
    installation, ours = site.installation, site.example.customer
    elsewhere, empty = a_customer(installation, "Vreemd B.V."), a_group(installation, ours, name="Lege kelder")
    about_machines = [right for right in Right if right is not Right.MANAGE_USERS]  # which is not bound to a scope
    as_administrator(site.example)
    emails = {
        ADMINISTRATOR: f"admin-{ours.number}@vandijk.example",
        LOOKING_ALONG: f"admin-{ours.number}@vandijk.example",
        STRANGER: an_account(installation, elsewhere, *Right, name="Vera Vreemd"),
        OUT_OF_SCOPE: an_account(installation, ours, *about_machines, name="Cor Blind", group_ids=[empty]),
        WITHOUT_RIGHTS: an_account(installation, ours, name="Nel Niets"),
        DEACTIVATED: an_account(installation, ours, *Right, name="Dirk Weg"),
    }
    for who, rights in ((STAFF, list(StaffRight)), (STAFF_WITHOUT_RIGHTS, [])):
        emails[who] = f"{number('staff')}@dealer.example"
        installation.call(identity.UpsertStaff, email=emails[who], name="Joris", password=PASSWORD, rights=rights)
    for who, email in emails.items():
        session = installation.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
        site.tokens[who] = session["token"]
        site.values["session_id"] = site.values.get("session_id", session["session_id"])
    gone = installation.call(identity.GetSession, Caller.visitor(), token=site.tokens[DEACTIVATED])
    installation.call(identity.DeactivateUser, ANY_STAFF, customer_id=str(ours.id), person_id=gone["person_id"])
    whom = logged_in(installation, an_account(installation, ours, *Right, name="Wim Bekeken")).person_id
    installation.call(
        identity.StartImpersonation, as_administrator(site.example), token=site.tokens[LOOKING_ALONG], person_id=whom
    )


def _of_staff(installation: Installation) -> str:
    email = f"{number('staff')}@dealer.example"
    installation.call(identity.UpsertStaff, email=email, name="Mila", password=PASSWORD, rights=[])
    return email


def _fill(site: Site) -> None:
    """What is ours: a machine in a group, a user, an order, a basket, a service request; and the words that tell it."""
    installation, example = site.installation, site.example
    group = a_group(installation, example.customer, example.machine_id, name="Verborgen hoek")
    email = an_account(installation, example.customer, name="Pieter Verborgen", group_ids=[group])
    order = example.order()["reference_number"]
    draft, filed = example.fill_draft(addressed=True), example.file()["reference_number"]
    site.values |= {
        "machine_id": example.machine_id,
        "group_id": group,
        "person_id": logged_in(installation, email).person_id,
        "customer_id": str(example.customer.id),
        "draft_id": draft["id"],
        "line_id": draft["lines"][0]["id"],
        "registration_id": a_registration(example, name="Noor Verborgen")[0],
        "request_id": an_access_request(example)["id"],
        "contact.reference": a_contact_message(installation, as_administrator(example))["reference_number"],
        "staff.person_id": logged_in(installation, _of_staff(installation)).person_id,
        "orders.reference": order,
        "service-requests.reference": filed,
        "token": f"{'0' * 32}.made-up",
        "digest": "none",
        "service": "fleet",
        "letter_id": example.add_dead_letter(),
        "name": "none.css",
    }
    site.secrets |= {"serial": "A7PY0SAMPLE18", "equipment": "10042", "order": order, "request": filed}
    site.secrets |= {
        "description": DESCRIPTION,
        "user": "Pieter Verborgen",
        "address": email,
        "group": "Verborgen hoek",
    }
