"""Downloads of personal data (docs/features.md#personal-data): what is in the file, and who gets it."""

import dataclasses
import json
from typing import Any

import pytest
from contracts.accounts import VISITOR, change_of_email, data_export, token_to
from contracts.builders import (
    MODEL,
    PASSWORD,
    Customer,
    a_contact_message,
    a_machine,
    a_service_request,
    a_supply,
    a_visitor_message,
    an_account,
    logged_in,
    number,
)
from contracts.guest_work import act_as_guest
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.contract import Caller, ImpersonationReadOnly, NotAllowed, NotFound
from services.identity import contracts as identity
from services.identity.contracts import MailPurpose, Right
from services.identity.model import DataExport, DataExportPart
from services.identity.retention_rules import RETENTION_RULES
from services.names import SERVICE_NAMES
from services.ordering import contracts as ordering


@pytest.fixture
def caller(installation: Installation, customer: Customer) -> Caller:
    return logged_in(installation, an_account(installation, customer, Right.REQUEST_SERVICE, name="Kees Inzage"))


def downloaded(installation: Installation, caller: Caller) -> dict[str, Any]:
    export = data_export(installation, caller)
    parts = [
        installation.call(identity.ReadDataExportPart, caller, export_id=export["export_id"], number=number)["content"]
        for number in range(export["parts"])
    ]
    return dict(json.loads("".join(parts)))


def test_the_file_has_what_every_service_has_stored(
    installation: Installation, customer: Customer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what was stored without logging in, with more ids than one question may have."""
    monkeypatch.setattr("services.identity.collecting.MAX_OTHER_IDS", 2)
    a_service_request(installation, caller, a_machine(installation, customer), description="Mijn aanvraag")
    a_contact_message(installation, caller, text="Mijn bericht")
    email = installation.call(identity.GetAccount, caller)["email"]
    a_visitor_message(installation, email=email, text="Zonder inloggen")
    colleague = logged_in(installation, an_account(installation, customer, Right.REQUEST_SERVICE))
    act_as_guest(installation, customer, colleague, {"name": "Kees", "email": email}, "Als gast")
    installation.settle()
    services = downloaded(installation, caller)["services"]
    assert list(services) == list(SERVICE_NAMES)
    assert [row["name"] for row in services["identity"]["persons"]] == ["Kees Inzage"]
    assert [row["customer_name"] for row in services["identity"]["members"]] == [customer.name]
    assert [row["description"] for row in services["servicedesk"]["service_requests"]] == ["Mijn aanvraag"]
    assert [row["text"] for row in services["servicedesk"]["contact_messages"]] == ["Mijn bericht", "Zonder inloggen"]
    of_guest = [services["servicedesk"][name] for name in ("guest_requests", "guest_sightings")]
    for rows in (*of_guest, services["ordering"]["guest_orders"]):
        assert [row["guest_email"] for row in rows] == [email]
        assert "Als gast" not in str(rows), "anybody may have typed the address"
    assert "service_request_received" in [row["template"] for row in services["notify"]["mails"]]


def test_the_file_has_nothing_of_others_and_no_secret(
    installation: Installation, customer: Customer, caller: Caller
) -> None:
    other = logged_in(installation, an_account(installation, customer, Right.REQUEST_SERVICE, name="Ans Anders"))
    a_contact_message(installation, other, text="Niet van Kees")
    text = json.dumps(downloaded(installation, caller))
    assert "Ans Anders" not in text
    assert "Niet van Kees" not in text
    assert not [word for word in ("argon2", "token", "hash") if word in text]


def test_the_file_has_what_the_person_decided_put_in_the_basket_and_changed(
    installation: Installation, customer: Customer
) -> None:
    rights = (Right.MANAGE_USERS, Right.ORDER_SUPPLIES)
    email = an_account(installation, customer, *rights)
    caller = logged_in(installation, email)
    requester = f"{number('tom')}@vandijk.example"
    form = {"name": "Tom Vos", "password": PASSWORD, "language": "nl", "client_address": ""}
    installation.call(identity.Register, VISITOR, customer_number=customer.number, email=requester, **form)
    token = token_to(installation, requester, MailPurpose.CONFIRM_REGISTRATION)
    installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    rows = installation.call(identity.ListRegistrations, caller)["rows"]
    (request,) = [row for row in rows if row["email"] == requester]
    refusal = {"registration_id": request["id"], "reason": "Bij ons onbekend"}
    installation.call(identity.RefuseRegistration, caller, **refusal)
    sku = a_supply(installation, (MODEL["manufacturer"], MODEL["model_name"]))["sku"]
    line = {"machine_id": a_machine(installation, customer), "sku": sku, "quantity": 2}
    installation.call(ordering.AddToDraft, caller, **line)
    new_email = f"{number('nieuw')}@vandijk.example"
    installation.call(identity.ConfirmEmail, VISITOR, token=change_of_email(installation, caller, new_email))
    services = downloaded(installation, caller)["services"]
    assert [row["reason"] for row in services["identity"]["answered_registrations"]] == ["Bij ons onbekend"]
    (change,) = services["identity"]["address_changes"]
    assert change["details"] == {"old_email": email, "new_email": new_email}
    lines = services["ordering"]["draft_lines"]
    assert [{name: row[name] for name in line} for row in lines] == [line]
    assert all(lines[0][name] for name in ("equipment_number", "supply_name"))


def test_a_large_file_is_stored_in_parts_that_fit_together(
    installation: Installation, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.identity.model.data_export.PART_SIZE", 50)
    assert downloaded(installation, caller)["person_id"] == caller.person_id
    assert data_export(installation, caller)["parts"] > len(SERVICE_NAMES)


def test_each_section_of_the_file_is_read_in_pages(
    installation: Installation, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also from the middle of a part. A section or page that the file does not have is answered with the first one."""
    monkeypatch.setattr("services.identity.model.data_export.PART_SIZE", 50)
    monkeypatch.setattr("services.identity.queries.data_exports.PAGE_ROWS", 1)
    for text in ("Eerste", "Tweede"):
        a_contact_message(installation, caller, text=text)
    services = downloaded(installation, caller)["services"]
    export_id = installation.call(identity.GetDataExport, caller)["export"]["export_id"]

    def read(**where: Any) -> dict[str, Any]:
        return installation.call(identity.ReadDataExportSection, caller, export_id=export_id, **where)

    stored = {(service, name): rows for service, sections in services.items() for name, rows in sections.items()}
    sections = read()["sections"]
    assert {(one["source"], one["name"]): one["row_count"] for one in sections} == {
        key: len(rows) for key, rows in stored.items()
    }
    for (service, name), rows in stored.items():
        pages = [read(source=service, name=name, page=number)["rows"] for number in range(len(rows))]
        assert [row for page in pages for row in page] == rows
    assert read(source="servicedesk", name="contact_messages", page=9)["first_row"] == 0
    assert read(source="servicedesk", name="orders")["section"]["name"] == "persons"


def test_a_second_request_returns_the_running_download(installation: Installation, caller: Caller) -> None:
    with installation.runtime("identity").database.write("begin") as session:
        session.add(export := DataExport.begin(caller.user_id, installation.now))  # type: ignore[arg-type]
    again = installation.call(identity.RequestDataExport, caller)
    assert again["export_id"] == str(export.id)


def test_a_stopped_download_leaves_nothing(installation: Installation, caller: Caller) -> None:
    with installation.runtime("identity").database.write("begin") as session:
        session.add(export := DataExport.begin(caller.user_id, installation.now))  # type: ignore[arg-type]
        session.flush()
        session.add_all(export.add({}))
    installation.call(identity.StopDataExport, caller)
    parts = select(func.count()).select_from(DataExportPart).where(DataExportPart.export_id == export.id)
    assert installation.rows("identity", parts)[0][0] == 0
    assert installation.call(identity.GetDataExport, caller)["export"]["status"] == "stopped"
    collector = Caller.service("identity")
    installation.call(identity.CollectDataExport, collector, export_id=str(export.id))
    assert installation.rows("identity", parts)[0][0] == 0


def test_nobody_else_reads_a_download(installation: Installation, customer: Customer, caller: Caller) -> None:
    export = data_export(installation, caller)
    other = logged_in(installation, an_account(installation, customer))
    with pytest.raises(NotFound):
        installation.call(identity.ReadDataExportPart, other, export_id=export["export_id"], number=0)
    with pytest.raises(NotFound):
        installation.call(identity.ReadDataExportSection, other, export_id=export["export_id"])


def test_an_impersonator_neither_begins_nor_reads_a_download(installation: Installation, caller: Caller) -> None:
    export = data_export(installation, caller)
    viewer = dataclasses.replace(caller, impersonated_by="Ans Mulder")
    with pytest.raises(ImpersonationReadOnly):
        installation.call(identity.RequestDataExport, viewer)
    with pytest.raises(NotAllowed):
        installation.call(identity.GetDataExport, viewer)
    with pytest.raises(NotAllowed):
        installation.call(identity.ReadDataExportPart, viewer, export_id=export["export_id"], number=0)
    with pytest.raises(NotAllowed):
        installation.call(identity.ReadDataExportSection, viewer, export_id=export["export_id"])


def test_a_download_is_deleted_after_a_week(installation: Installation, caller: Caller) -> None:
    data_export(installation, caller)
    installation.shift(days=8)
    eventually(lambda: installation.call(identity.GetDataExport, caller)["export"] is None)
    assert {rule.days for rule in RETENTION_RULES if rule.name == "data_exports"} == {7}
