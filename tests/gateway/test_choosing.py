"""The lists on which a machine is chosen: to order what runs low, and to request service."""

import re
from typing import Any

import pytest

from services.chassis.contract import ServiceUnavailable
from services.fleet.contracts import GetMachine, ListMachines
from services.identity.contracts import GetSession
from services.ordering.contracts import ListOffers
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, Installation

MACHINE: dict[str, Any] = ListMachines.example[1]["rows"][0]
OFFERED: dict[str, Any] = ListOffers.example[1]["rows"][0]["supplies"][0]


@pytest.fixture
def orderer(installation: Installation) -> Installation:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["order_supplies", "request_service"]}
    return installation


def offers(installation: Installation, *supplies: dict[str, Any]) -> None:
    installation.responses["list_offers"] = {"rows": [{"machine_id": MACHINE["id"], "supplies": list(supplies)}]}


def test_list_to_order_from_has_the_level_and_the_open_order_of_each_supply(orderer: Installation) -> None:
    page = orderer.browser(CUSTOMER).get("/orders/new?site=Hoofdkantoor").text
    assert all(text in page for text in ("11%", "SO-2207-6143-5", "2 stuks besteld"))
    (machines,), (offered,) = orderer.calls_of("list_machines"), orderer.calls_of("list_offers")
    assert (machines.request["conditions"], machines.request["site"]) == (["low"], "Hoofdkantoor")
    assert offered.request == {"machine_ids": [MACHINE["id"]]}


def test_list_to_order_from_requires_the_right_to_order(installation: Installation) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["request_service"]}
    assert installation.browser(CUSTOMER).get("/orders/new").status_code == 403


def test_ordered_supply_returns_to_its_page_of_the_list(orderer: Installation) -> None:
    browser = orderer.browser(CUSTOMER)
    page = browser.get("/orders/new?site=Hoofdkantoor")
    added = browser.send("/basket/add", Forms.of(page).named("/basket/add"))
    assert added.location.startswith(f"/orders/new?site=Hoofdkantoor&added={OFFERED['sku']}&done=added")
    assert f"{OFFERED['name']} ligt in uw winkelmand." in browser.get(added.location).text
    (call,) = orderer.calls_of("add_to_draft")
    assert call.request == {"machine_id": MACHINE["id"], "sku": OFFERED["sku"], "quantity": 1}


def test_ordered_supply_returns_to_its_row(orderer: Installation) -> None:
    browser = orderer.browser(CUSTOMER)
    added = browser.send("/basket/add", Forms.of(browser.get("/orders/new")).named("/basket/add"))
    offers(orderer, OFFERED | {"in_basket": 1})
    assert (
        f'<a class="to-basket" id="{added.location.partition("#")[2]}" href="/basket">'
        in browser.get("/orders/new").text
    )


def test_ordered_supply_does_not_lead_to_another_host(orderer: Installation) -> None:
    browser = orderer.browser(CUSTOMER)
    fields = Forms.of(browser.get("/orders/new")).named("/basket/add") | {"next": "//evil.example/"}
    assert browser.send("/basket/add", fields).location == "/basket"


@pytest.mark.parametrize("path", ["/orders/new", f"/machines/{MACHINE['id']}/supplies"])
def test_each_order_button_has_an_idempotency_key_of_its_own(orderer: Installation, path: str) -> None:
    second = OFFERED | {"sku": "TN-328C", "colour": "cyan"}
    level = MACHINE["supplies"][0] | {"colour": "cyan", "part_number": "TN-328C"}
    machine = MACHINE | {"supplies": [*MACHINE["supplies"], level]}
    orderer.responses["list_machines"] = ListMachines.example[1] | {"rows": [machine]}
    orderer.responses["list_fitting_supplies"] = {"rows": [OFFERED, second]}
    offers(orderer, OFFERED, second)
    forms = re.findall(r'action="/basket/add".*?</form>', orderer.browser(CUSTOMER).get(path).text, re.DOTALL)
    keys = [re.search(r'name="once" value="([^"]+)"', form)[1] for form in forms]  # type: ignore[index]
    assert len(set(keys)) == len(keys) > 1


def test_supply_in_the_basket_links_to_it_instead_of_setting_its_quantity_to_one(orderer: Installation) -> None:
    offers(orderer, OFFERED | {"in_basket": 3})
    page = orderer.browser(CUSTOMER).get("/orders/new").text
    assert "In uw winkelmand: 3" in page
    assert "/basket/add" not in page


def test_supply_that_is_not_in_the_catalogue_says_so_beside_a_disabled_button(orderer: Installation) -> None:
    offers(orderer)
    page = orderer.browser(CUSTOMER).get("/orders/new").text
    assert "Staat voor dit model niet in onze catalogus" in page
    assert "/basket/add" not in page
    assert re.search(r"<button[^>]* disabled>Bestellen</button>", page)


def test_level_without_a_supply_in_the_catalogue_says_so_on_the_machines_page(orderer: Installation) -> None:
    levels = [MACHINE["supplies"][0] | {"colour": colour, "part_number": colour} for colour in ("magenta", "yellow")]
    orderer.responses["get_machine"] = GetMachine.example[1] | {"supplies": levels}
    page = orderer.browser(CUSTOMER).get(f"/machines/{MACHINE['id']}/supplies").text
    assert page.count("Staat voor dit model niet in onze catalogus") == 1


def test_levels_are_listed_while_ordering_does_not_answer(orderer: Installation) -> None:
    orderer.responses["list_offers"] = ServiceUnavailable(service="ordering")
    page = orderer.browser(CUSTOMER).get("/orders/new").text
    assert all(text in page for text in ("11%", "Bestellen is even niet mogelijk", "Kan nu even niet worden besteld"))


def test_service_request_begins_with_a_list_of_machines(orderer: Installation) -> None:
    page = orderer.browser(CUSTOMER).get("/service-requests/new?text=C250").text
    assert f'href="/service-requests/new?machine={MACHINE["id"]}"' in page
    (call,) = orderer.calls_of("list_machines")
    assert (call.request["text"], call.request["with_supplies"]) == ("C250", False)
