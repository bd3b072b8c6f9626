"""My data, Remove account, and the privacy page."""

import json
import re
from datetime import timedelta
from string import Formatter
from typing import Any

import pytest

from deploy.run.services import SERVICES
from gateway.language import catalogues, languages
from gateway.support.privacy import KEPT
from services.chassis.contract import ServiceUnavailable
from services.identity.contracts import CheckOwnRemoval, GetDataExport, LastAdministrator, WrongPassword
from services.identity.model.link import LINK_LIFETIMES, NOTICE_LASTS
from services.servicedesk.contracts import CountOwnServiceRequests
from tests.gateway.installation import CUSTOMER, STAFF, Installation

READY: dict[str, Any] = GetDataExport.example[1]["export"] | {"parts": 2}
FILE = json.dumps({"services": {"identity": {"persons": [{"name": "Sanne <b>", "is_staff": False, "telephone": ""}]}}})


def section_page(source: str, name: str, rows: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    """A page of a section that is the only one."""
    section = {"source": source, "name": name, "row_count": len(rows)}
    return {"sections": [section], "section": section, "first_row": 0, "rows": rows} | values


@pytest.fixture
def with_file(installation: Installation) -> Installation:
    installation.responses["get_data_export"] = {"export": READY}
    half = len(FILE) // 2
    contents = [FILE[:half], FILE[half:]]
    installation.responses["read_data_export_part"] = lambda export_id, number: {"content": contents[number]}
    row = {"name": "Sanne <b>", "is_staff": False, "telephone": ""}
    installation.responses["read_data_export_section"] = section_page("identity", "persons", [row])
    return installation


def test_the_file_is_an_attachment_of_all_parts(with_file: Installation) -> None:
    response = with_file.browser(CUSTOMER).get("/account/data/file")
    assert response.headers["Content-Disposition"] == 'attachment; filename="machinepark-my-data.json"'
    assert (response.mimetype, response.text) == ("application/json", FILE)


def test_the_content_can_be_read_without_empty_values(with_file: Installation) -> None:
    page = with_file.browser(CUSTOMER).get("/account/data/read").text
    assert "Sanne &lt;b&gt;" in page
    assert "Telefoonnummer" not in page


def test_a_page_leads_to_the_pages_beside_it(with_file: Installation) -> None:
    section = {"source": "ordering", "name": "orders", "row_count": 101}
    orders = [{"reference_number": f"SO-{number}-"} for number in range(26, 51)]
    page = section_page("ordering", "orders", orders, section=section, sections=[section], first_row=25)
    with_file.responses["read_data_export_section"] = page
    text = with_file.browser(CUSTOMER).get("/account/data/read?source=ordering&section=orders&page=1").text
    (call,) = with_file.calls_of("read_data_export_section")
    assert [call.request[name] for name in ("source", "name", "page")] == ["ordering", "orders", 1]
    assert re.findall(r"SO-(\d+)-", text) == [str(number) for number in range(26, 51)]
    assert "26 t/m 50 van 101" in text
    assert [f"section=orders&amp;page={number}" in text for number in (0, 2)] == [True, True]
    assert not with_file.calls_of("read_data_export_part")


def test_sections_of_the_file_are_listed(with_file: Installation) -> None:
    """Also two with the same name."""
    sections = [{"source": source, "name": "orders", "row_count": 2} for source in ("ordering", "fleet")]
    rows = [{"city": "Delft"}]
    page = section_page("fleet", "orders", rows, section=sections[1], sections=sections)
    with_file.responses["read_data_export_section"] = page
    text = with_file.browser(CUSTOMER).get("/account/data/read").text
    assert '<a href="/account/data/read?source=ordering&amp;section=orders">Bestellingen</a> (2)' in text
    assert 'source=fleet&amp;section=orders" aria-current="page">' in text


def test_page_has_names_and_numbers_in_place_of_ids(with_file: Installation) -> None:
    id = "01980000-0000-7000-8000-000000000002"
    row = {"order_id": id, "reference_number": "SO-1", "machine_ids": [id, id], "customer_id": id}
    with_file.responses["read_data_export_section"] = section_page("ordering", "order_lines", [row])
    page = with_file.browser(CUSTOMER).get("/account/data/read").text
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["SO-1", "2"]


def test_codes_are_shown_as_texts(with_file: Installation) -> None:
    rows = {
        "persons": {"status": "disabled", "language": "en", "staff_rights": ["edit_content", "of_a_newer_version"]},
        "members": {"status": "invited", "rights": ["manage_guest_access"], "invited_as": {"language": "en"}},
        "links": {"purpose": "set_password"},
        "consents": {"purpose": "dealer_news"},
        "audit_entries": {"action": "user_invited"},
        "service_requests": {"category": "fault", "status": "waiting_for_parts"},
        "mails": {"template": "link_registration_requested", "status": "sent"},
    }
    with_file.responses["read_data_export_section"] = lambda export_id, source, name, page: section_page(
        source, name, [rows[name]]
    )
    browser = with_file.browser(CUSTOMER)
    pages = [browser.get(f"/account/data/read?source=identity&section={section}").text for section in rows]
    assert [fact for page in pages for fact in re.findall(r"<dd>(.*?)</dd>", page)] == [
        "Uitgeschakeld", "English", "Helpteksten bewerken, of_a_newer_version", "Uitgenodigd", "Gasttoegang beheren",
        "English", "Uitnodiging voor het klantportaal", "Nieuws van ons", "Uitgenodigd", "Storing",
        "Wacht op onderdelen", "Iemand heeft een account aangevraagd", "Verstuurd",
    ]  # fmt: skip


def test_progress_is_shown_and_can_be_stopped(installation: Installation) -> None:
    installation.responses["get_data_export"] = {"export": READY | {"status": "running", "collected": 3}}
    browser = installation.browser(CUSTOMER)
    page = browser.get("/account/data")
    assert "3 van 5" in page.text
    browser.submit(page, "/account/data/stop")
    assert installation.calls_of("stop_data_export")


def test_no_message_stays_above_the_file_once_it_is_ready(installation: Installation) -> None:
    installation.responses["get_data_export"] = {"export": None}
    browser = installation.browser(CUSTOMER)
    requested = browser.submit(browser.get("/account/data"), "/account/data")
    assert installation.calls_of("request_data_export")
    installation.responses["get_data_export"] = {"export": READY}
    ready = browser.get(requested.location).text
    assert "Uw bestand staat klaar" in ready
    assert 'role="status"' not in ready[ready.index("<main") : ready.index("</main")]


@pytest.mark.parametrize("customers", [[], ["Van Dijk Logistiek"]])
def test_last_administrator_reads_what_to_do_in_place_of_the_form(
    installation: Installation, customers: list[str]
) -> None:
    installation.responses[CheckOwnRemoval.name] = {"last_administrator_of": customers}
    page = installation.browser(CUSTOMER).get("/account/remove").text
    assert ("U bent de laatste beheerder van Van Dijk Logistiek" in page) == bool(customers)
    assert ('action="/account/remove"' in page) == (not customers)


@pytest.mark.parametrize("path", ["/account/data/file", "/account/data/read"])
def test_a_file_that_is_not_ready_leads_to_the_page_of_the_download(installation: Installation, path: str) -> None:
    installation.responses["get_data_export"] = {"export": None}
    response = installation.browser(CUSTOMER).get(path)
    assert (response.status_code, response.location) == (303, "/account/data")


def test_the_removal_ends_the_session_and_says_so(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    removed = browser.submit(browser.get("/account/remove"), "/account/remove", password="correct horse battery")
    assert installation.calls_of("remove_own_account")[0].request["password"] == "correct horse battery"
    assert not browser.cookie("session")
    assert "Uw account is verwijderd" in browser.get(removed.location).text


def test_nobody_is_told_that_an_account_was_removed_which_was_not(installation: Installation) -> None:
    response = installation.browser().get("/account/removed")
    assert (response.status_code, response.location) == (303, "/login")


@pytest.mark.parametrize("error", [WrongPassword(), LastAdministrator()])
def test_a_refused_removal_is_reported_and_the_session_stays(installation: Installation, error: Exception) -> None:
    installation.responses["remove_own_account"] = error
    browser = installation.browser(CUSTOMER)
    refused = browser.submit(browser.get("/account/remove"), "/account/remove", password="correct horse battery")
    assert 'id="problems"' in refused.text
    assert browser.cookie("session")


def test_the_page_tells_how_many_requests_stay_open(installation: Installation) -> None:
    installation.responses[CountOwnServiceRequests.name] = {"open": 3}
    installation.responses["count_own_orders"] = ServiceUnavailable(service="ordering")
    page = installation.browser(CUSTOMER).get("/account/remove").text
    assert "3 serviceaanvragen" in page
    assert "bestellingen die u hebt geplaatst" not in page


def test_staff_are_not_offered_to_remove_their_account(installation: Installation) -> None:
    browser = installation.browser(STAFF)
    assert "/account/remove" not in browser.get("/account").text
    assert browser.get("/account/remove").status_code == 403


def test_the_privacy_page_tells_the_periods_in_force(installation: Installation) -> None:
    rows = [{"name": "sessions", "days": 41}, {"name": "mails", "days": 1095}]
    installation.responses["list_retention_periods"] = {"rows": rows}
    page = installation.browser().get("/support/nl/privacy").text
    assert "Tot 41 dagen nadat de sessie is verlopen." in page
    assert "Tot 3 jaar nadat de e-mail is opgesteld." in page


@pytest.mark.parametrize("code", languages())
def test_each_text_of_the_privacy_page_names_its_periods(code: str) -> None:
    texts = {name: catalogues()[code].gettext(f"privacy_how_long.{name}") for name, _ in KEPT}
    named = {name: {part[1] for part in Formatter().parse(text) if part[1]} for name, text in texts.items()}
    assert named == {name: set(periods) for name, periods in KEPT}


def test_the_privacy_page_tells_every_period_of_personal_data() -> None:
    """All but those of rows that hold nothing about a person, and of the last mail, which goes at once."""
    without_persons = {"guest_passes", "used_guest_passes", "revoked_labels", "removal_notices"}
    rules = {rule.name for service in SERVICES for rule in service.retention_rules}
    assert rules - without_persons <= {period for _, periods in KEPT for period in periods}


@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_privacy_page_tells_how_long_links_and_notices_are_valid(installation: Installation, code: str) -> None:
    assert (min(LINK_LIFETIMES.values()), max(LINK_LIFETIMES.values())) == (timedelta(hours=1), timedelta(days=14))
    assert timedelta(days=30) == NOTICE_LASTS
    installation.responses["list_retention_periods"] = {"rows": [{"name": "links", "days": 60}]}
    page = installation.browser().get(f"/support/{code}/privacy").text
    assert {"nl": "1 uur tot 14 dagen", "en": "1 hour to 14 days"}[code] in page
    assert {"nl": "kan 30 dagen worden verstuurd", "en": "can be sent for 30 days"}[code] in page


def test_the_privacy_page_opens_without_periods_while_no_service_answers(installation: Installation) -> None:
    installation.responses["list_retention_periods"] = ServiceUnavailable(service="identity")
    page = installation.browser().get("/support/en/privacy").text
    assert page.count("The period cannot be shown at the moment.") == len([name for name, periods in KEPT if periods])
