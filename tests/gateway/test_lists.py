"""Lists: filters in the URL, and links between pages."""

import re
from typing import Any

import pytest

from services.fleet.contracts import ListMachineFilters, ListMachines
from services.servicedesk.contracts import ListServiceRequests
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MODEL = "01980000-0000-7000-8000-000000000011"
EXAMPLE: dict[str, Any] = ListMachines.example[1]


def _request(installation: Installation, who: str, path: str) -> dict[str, Any]:
    assert installation.browser(who).get(path).status_code == 200
    return installation.calls_of("list_machines")[0].request


def test_filters_come_from_the_url(installation: Installation) -> None:
    query = f"text=C250+balie&condition=low&condition=stale&site=Hoofdkantoor&model={MODEL}&group={MODEL}&sort=model"
    request = _request(installation, CUSTOMER, f"/machines?{query}")
    assert request == {
        "text": "C250 balie", "conditions": ["low", "stale"], "site": "Hoofdkantoor", "model_id": MODEL,
        "group_id": MODEL, "sort": "model", "after": "", "before": "",
    }  # fmt: skip


def test_invalid_filters_in_the_url_are_ignored(installation: Installation) -> None:
    request = _request(
        installation, CUSTOMER, "/machines?condition=nonsense&model=1&sort=price&limit=9999&text=%20%0a%20"
    )
    assert (request["conditions"], request["sort"], request["text"]) == ([], "site", "")
    assert request.keys().isdisjoint({"model_id", "limit"})


def test_folded_filters_show_how_many_are_set(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get("/machines?text=C250&condition=low&condition=stale&site=Hoofdkantoor&sort=model")
    assert "<span data-filters-set> (3)</span>" in page.text
    assert "<span data-filters-set></span>" in browser.get("/machines?text=C250&sort=model").text


def test_long_search_is_truncated(installation: Installation) -> None:
    assert len(_request(installation, CUSTOMER, f"/machines?text={'x' * 500}")["text"]) == 80


def test_staff_can_filter_by_customer(installation: Installation) -> None:
    assert _request(installation, STAFF, f"/machines?customer={MODEL}")["customer_id"] == MODEL


def test_filters_are_those_of_the_chosen_customer(installation: Installation) -> None:
    _request(installation, STAFF, f"/machines?customer={MODEL}")
    assert [call.request for call in installation.calls_of("list_machine_filters")] == [{"customer_id": MODEL}]


def test_customer_without_machines_is_named(installation: Installation) -> None:
    installation.responses["list_machines"] = EXAMPLE | {"rows": []}
    installation.responses["list_machine_filters"] = ListMachineFilters.example[1] | {
        "customer_name": "Bakkerij Zonder B.V."
    }
    page = installation.browser(STAFF).get(f"/machines?customer={MODEL}").text
    assert "<strong>Bakkerij Zonder B.V.</strong>" in page
    assert "Deze klant heeft nog geen machines" in page


def test_empty_result_of_a_customer_suggests_other_filters(installation: Installation) -> None:
    installation.responses["list_machines"] = EXAMPLE | {"rows": []}
    page = installation.browser(STAFF).get(f"/machines?customer={MODEL}&text=C250").text
    assert "Deze klant heeft nog geen machines" not in page
    assert "Pas de filters aan." in page


def test_users_have_no_link_to_all_customers(installation: Installation) -> None:
    assert "Alle klanten tonen" not in installation.browser(CUSTOMER).get(f"/machines?customer={MODEL}").text


def test_link_to_all_customers_keeps_the_other_filters(installation: Installation) -> None:
    results = (
        installation.browser(STAFF).get(f"/machines?customer={MODEL}&text=C250", headers={"X-Fragment": "results"}).text
    )
    link = results.split("Alle klanten tonen")[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    installation.calls.clear()
    assert _request(installation, STAFF, link) | {"limit": 0, "sort": ""} == {
        "text": "C250", "conditions": [], "site": "", "sort": "", "after": "", "before": "", "limit": 0,
    }  # fmt: skip


def test_groups_are_listed_by_customer(installation: Installation) -> None:
    groups = [
        {"id": MODEL, "name": "Depot", "customer_name": "Bakkerij <b>"},
        {"id": MODEL, "name": "Depot", "customer_name": "Van Dijk"},
    ]
    installation.responses["list_machine_filters"] = ListMachineFilters.example[1] | {"groups": groups}
    page = installation.browser(STAFF).get("/machines").text
    options = re.findall(r'<optgroup label="([^"]+)">\s*<option value="[^"]+">([^<]+)</option>\s*</optgroup>', page)
    assert options == [("Bakkerij &lt;b&gt;", "Depot"), ("Van Dijk", "Depot")]


def test_filters_show_what_is_chosen(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).get(f"/machines?text=C250&condition=low&model={MODEL}&sort=model").text
    assert 'value="C250"' in page
    assert 'value="low" checked' in page
    assert f'value="{MODEL}" selected' in page
    assert 'value="model" selected' in page


@pytest.mark.parametrize(("rel", "direction", "cursor"), [("prev", "before", "abc="), ("next", "after", "x/y+z")])
def test_page_links_go_both_ways_and_keep_the_filters(
    installation: Installation, rel: str, direction: str, cursor: str
) -> None:
    page = {"previous": "abc=", "next": "x/y+z", "count": 60, "count_capped": False}
    installation.responses["list_machines"] = EXAMPLE | {"page": page}
    browser = installation.browser(CUSTOMER)
    shown = browser.get("/machines?condition=low&text=C250").text
    link = shown.split(f'rel="{rel}" href="')[1].split('"')[0].replace("&amp;", "&")
    installation.calls.clear()
    browser.get(link)
    request = installation.calls_of("list_machines")[0].request
    assert (request[direction], request["conditions"], request["text"]) == (cursor, ["low"], "C250")


def test_single_page_has_no_page_links(installation: Installation) -> None:
    assert 'class="pager"' not in installation.browser(CUSTOMER).get("/machines").text


def test_capped_count_has_a_plus(installation: Installation) -> None:
    page = {"previous": None, "next": "x", "count": 1000, "count_capped": True}
    installation.responses["list_machines"] = EXAMPLE | {"page": page}
    assert "1.000+ machines" in installation.browser(CUSTOMER).get("/machines").text


def test_empty_list_says_what_to_do(installation: Installation) -> None:
    page = {"previous": None, "next": None, "count": 0, "count_capped": False}
    installation.responses["list_machines"] = {"rows": [], "page": page}
    browser = installation.browser(CUSTOMER)
    assert "Filters wissen" in browser.get("/machines?text=zzz").text
    assert "Wij hebben nog geen machines van uw organisatie toegevoegd" in browser.get("/machines").text


def test_results_can_be_requested_as_a_fragment(installation: Installation) -> None:
    fragment = installation.browser(CUSTOMER).get("/machines?condition=low", headers={"X-Fragment": "results"}).text
    assert fragment.lstrip().startswith('<div id="results" data-announce="1 machine"')
    assert "<html" not in fragment


def test_service_requests_can_be_searched_and_filtered(installation: Installation) -> None:
    installation.browser(CUSTOMER).get("/service-requests?text=SR-4401&status=received&status=accepted&open=1")
    request = installation.calls_of("list_service_requests")[0].request
    assert (request["text"], request["statuses"], request["open_only"]) == ("SR-4401", ["received", "accepted"], True)


@pytest.mark.parametrize(("is_queue", "order"), [(True, "Dringendste eerst"), (False, "Nieuwste eerst.")])
def test_staff_read_the_order_of_the_requests(installation: Installation, is_queue: bool, order: str) -> None:
    installation.responses["list_service_requests"] = ListServiceRequests.example[1] | {"is_queue": is_queue}
    assert order in installation.browser(STAFF).get("/backoffice/service-requests").text


def test_staff_see_the_customer_of_a_request(installation: Installation) -> None:
    assert "Van Dijk Logistiek" in installation.browser(STAFF).get("/backoffice/service-requests").text
