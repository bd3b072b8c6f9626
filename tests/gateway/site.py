"""The gateway in front of real services, and callers of every kind, each with an open session."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.accounts import a_registration, an_access_request, as_administrator
from contracts.articles import A_PICTURE, EDITOR, a_published_article, a_word
from contracts.builders import PASSWORD, a_contact_message, a_customer, a_group, an_account, logged_in, number
from contracts.example_installation import ExampleInstallation, create_example_installation
from contracts.news import a_news_item, a_news_reader, code_of
from contracts.running import STAFF as ANY_STAFF
from contracts.running import Installation
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.contract import Caller
from services.chassis.contract.caller import GATEWAY
from services.identity import contracts as identity
from services.identity.contracts import Right, StaffRight
from services.servicedesk import contracts as servicedesk
from tests.gateway.browser import Browser, Forms
from tests.gateway.expected_responses import (
    ADMINISTRATOR,
    DEACTIVATED,
    IMPERSONATOR,
    OUT_OF_SCOPE,
    STAFF,
    STAFF_WITHOUT_RIGHTS,
    STRANGER,
    WITHOUT_RIGHTS,
)

DESCRIPTION = "Papier loopt vast bij lade 2."


@dataclass
class Site:
    """`tokens` are session tokens by caller, `values` ids of the example customer's data for URL parameters.

    `secrets` are texts of that data that others must not see.
    """

    example: ExampleInstallation
    app: Flask
    tokens: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def installation(self) -> Installation:
        return self.example.installation

    def browser(self, who: str = "") -> Browser:
        """A browser with the caller's session; a visitor has none."""
        browser = Browser(self.app)
        if who in self.tokens:
            browser.set_cookie("session", self.tokens[who])
        return browser

    def path(self, rule: Rule) -> str:
        """The route's path with ids of the example customer's data. Raises KeyError for a parameter without a value."""
        values = {name: self._value(rule.rule, name) for name in rule.arguments - (rule.defaults or {}).keys()}
        return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda match: values[match[1]], rule.rule)

    def _value(self, address: str, name: str) -> str:
        """The value of a parameter: that of `orders.reference` for `reference` below `/orders`."""
        specific = [f"{segment}.{name}" for segment in address.split("/") if f"{segment}.{name}" in self.values]
        return self.values[specific[-1] if specific else name]

    def open(self, who: str, path: str, **query: str) -> TestResponse:
        return self.browser(who).get(path, query_string=query)

    def send(self, who: str, path: str) -> TestResponse:
        """Send a form with a valid CSRF token and the fields of all forms, with ids of the example customer's data."""
        browser = self.browser(who)
        page = browser.get("/menu" if who in self.tokens else "/login")
        page = browser.get("/login") if page.status_code != 200 else page
        token = Forms.of(page).named("/language")["csrf_token"]
        return browser.send(path, self.form_fields | {"csrf_token": token, "once": str(uuid.uuid4())})

    @property
    def form_fields(self) -> dict[str, Any]:
        ids = {name: value for name, value in self.values.items() if name.endswith("_id")}
        address = {"name": "Elders", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}
        person = self.values["person_id"]
        return {
            **ids,
            **{f"deliver_to-{name}": value for name, value in address.items()},
            "group_ids": ids["group_id"], "machine_ids": ids["machine_id"], "shown": ids["machine_id"],
            "from_group_id": ids["group_id"], f"rights-{person}": "manage_users", "rights": "manage_users",
            "name": "Elders", "email": f"{number('new')}@elders.example", "sees": "all", "language": "en",
            "current_password": "wrong horse battery", "password": "wrong horse battery", "choice": "other",
            "category": "paper_jam", "urgency": "normal", "contact_name": "Vera Vreemd", "narrow": "1",
            "telephone": "020 555 01 99", "sku": "TN-328K", "quantity": "1", "revision": "1",
            "waiting_for": "parts", "carrier": "PostNL", "tracking_number": "3S", "technician": "Bram",
            "day": "2027-01-04", "begins_at": "09:00", "ends_at": "11:00",
            **dict.fromkeys(("description", "note", "text", "reason"), "Typed."),
            "letter": f"fleet/{self.values['letter_id']}",
            "customer_number": self.example.customer.number, "number": "10042",
        }  # fmt: skip


def a_site(folder: Path) -> Site:
    installation = Installation("in-process, SQLite", folder)
    example = create_example_installation(installation)
    client = installation.client(GATEWAY)
    site = Site(example, create_app(Settings(secret_key="x" * 40, secure_cookies=False), client))
    _open_sessions(site)
    _create_data(site)
    return site


def _open_sessions(site: Site) -> None:
    """Open a session for each caller."""
    installation, customer = site.installation, site.example.customer
    other_customer, empty_group = (
        a_customer(installation, "Vreemd B.V."),
        a_group(installation, customer, name="Lege kelder"),
    )
    machine_rights = [right for right in Right if right is not Right.MANAGE_USERS]  # the right without a scope
    as_administrator(site.example)
    emails = {
        ADMINISTRATOR: f"admin-{customer.number}@vandijk.example",
        IMPERSONATOR: f"admin-{customer.number}@vandijk.example",
        STRANGER: an_account(installation, other_customer, *Right, name="Vera Vreemd"),
        OUT_OF_SCOPE: an_account(installation, customer, *machine_rights, name="Cor Blind", group_ids=[empty_group]),
        WITHOUT_RIGHTS: an_account(installation, customer, name="Nel Niets"),
        DEACTIVATED: an_account(installation, customer, *Right, name="Dirk Weg"),
    }
    for who, rights in ((STAFF, list(StaffRight)), (STAFF_WITHOUT_RIGHTS, [])):
        emails[who] = f"{number('staff')}@dealer.example"
        installation.call(identity.UpsertStaff, email=emails[who], name="Joris", password=PASSWORD, rights=rights)
    for who, email in emails.items():
        session = installation.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
        site.tokens[who] = session["token"]
        site.values["session_id"] = site.values.get("session_id", session["session_id"])
    deactivated = installation.call(identity.GetSession, Caller.visitor(), token=site.tokens[DEACTIVATED])
    installation.call(
        identity.DeactivateUser, ANY_STAFF, customer_id=str(customer.id), person_id=deactivated["person_id"]
    )
    impersonated = logged_in(installation, an_account(installation, customer, *Right, name="Wim Bekeken")).person_id
    installation.call(
        identity.StartImpersonation,
        as_administrator(site.example),
        token=site.tokens[IMPERSONATOR],
        person_id=impersonated,
    )


def _of_staff(installation: Installation) -> str:
    email = f"{number('staff')}@dealer.example"
    installation.call(identity.UpsertStaff, email=email, name="Mila", password=PASSWORD, rights=[])
    return email


def _plan_visit(installation: Installation, reference: str) -> None:
    installation.call(servicedesk.AcceptServiceRequest, ANY_STAFF, reference_number=reference)
    begins_at = installation.now + dt.timedelta(days=90)
    visit = {"begins_at": begins_at.isoformat(), "ends_at": (begins_at + dt.timedelta(hours=2)).isoformat()}
    installation.call(servicedesk.ScheduleVisit, ANY_STAFF, reference_number=reference, **visit)


def _create_data(site: Site) -> None:
    """Create data of the example customer, and note its ids and texts in `values` and `secrets`."""
    installation, example = site.installation, site.example
    group = a_group(installation, example.customer, example.machine_id, name="Verborgen hoek")
    email = an_account(installation, example.customer, name="Pieter Verborgen", group_ids=[group])
    order = example.order_after()["reference_number"]
    article = a_published_article(installation, title=a_word())
    draft, service_request = example.fill_draft(with_delivery=True), example.file_service_request()["reference_number"]
    _plan_visit(installation, service_request)
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
        "order.reference": "SO-0000-0000-0",
        "request.reference": "SR-0000-0000-0",
        "orders.reference": order,
        "service-requests.reference": service_request,
        "article_id": article["id"],
        "language": "nl",
        "news_id": a_news_item(installation)["id"],
        "purpose": "dealer_news",
        "unsubscribe.code": code_of(installation, a_news_reader(installation, example.customer)),
        "slug": article["nl"]["slug"],
        "revision_number": "1",
        "picture_id": installation.call(servicedesk.AddPicture, EDITOR, content=A_PICTURE)["picture_id"],
        "token": f"{'0' * 32}.made-up",
        "code": "made-up",
        "digest": "none",
        "service": "fleet",
        "letter_id": example.add_dead_letter(),
        "mail_id": example.newest_mail()["id"],
        "name": "none.css",
    }
    site.secrets |= {"serial": "A7PY0SAMPLE18", "equipment": "10042", "order": order, "request": service_request}
    site.secrets |= {
        "description": DESCRIPTION,
        "user": "Pieter Verborgen",
        "address": email,
        "group": "Verborgen hoek",
    }
