"""Lists: filters stand in the URL, pages follow each other both ways."""

import re
from typing import Any

import pytest

from services.fleet.contracts import ListMachineFilters, ListMachines
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MODEL = "01980000-0000-7000-8000-000000000011"
EXAMPLE: dict[str, Any] = ListMachines.example[1]


def _asked(installation: Installation, who: str, path: str) -> dict[str, Any]:
    assert installation.browser(who).get(path).status_code == 200
    return installation.asked("list_machines")[0].request


def test_everything_that_narrows_the_list_stands_in_its_address(installation: Installation) -> None:
    query = f"text=C250+balie&condition=low&condition=stale&site=Hoofdkantoor&model={MODEL}&group={MODEL}&sort=model"
    request = _asked(installation, CUSTOMER, f"/machines?{query}")
    assert request == {
        "text": "C250 balie", "conditions": ["low", "stale"], "site": "Hoofdkantoor", "model_id": MODEL,
        "group_id": MODEL, "sort": "model", "after": "", "before": "",
    }  # fmt: skip


def test_what_an_old_link_says_wrongly_is_passed_over(installation: Installation) -> None:
    request = _asked(
        installation, CUSTOMER, "/machines?condition=nonsense&model=1&sort=price&limit=9999&text=%20%0a%20"
    )
    assert (request["conditions"], request["sort"], request["text"]) == ([], "site", "")
    assert request.keys().isdisjoint({"model_id", "limit"})


def test_a_search_that_is_too_long_is_cut(installation: Installation) -> None:
    assert len(_asked(installation, CUSTOMER, f"/machines?text={'x' * 500}")["text"]) == 80


def test_staff_can_look_at_one_customer(installation: Installation) -> None:
    assert _asked(installation, STAFF, f"/machines?customer={MODEL}")["customer_id"] == MODEL


def test_staff_who_look_at_one_customer_are_offered_what_it_has(installation: Installation) -> None:
    _asked(installation, STAFF, f"/machines?customer={MODEL}")
    assert [call.request for call in installation.asked("list_machine_filters")] == [{"customer_id": MODEL}]


def test_a_customer_without_a_machine_is_named_all_the_same(installation: Installation) -> None:
    installation.answers["list_machines"] = EXAMPLE | {"rows": []}
    installation.answers["list_machine_filters"] = ListMachineFilters.example[1] | {
        "customer_name": "Bakkerij Zonder B.V."
    }
    page = installation.browser(STAFF).get(f"/machines?customer={MODEL}").text
    assert "<strong>Bakkerij Zonder B.V.</strong>" in page
    assert "Deze klant heeft nog geen machines" in page


def test_filters_that_leave_nothing_of_a_customer_can_be_changed(installation: Installation) -> None:
    installation.answers["list_machines"] = EXAMPLE | {"rows": []}
    page = installation.browser(STAFF).get(f"/machines?customer={MODEL}&text=C250").text
    assert "Deze klant heeft nog geen machines" not in page
    assert "Pas de filters aan." in page


def test_users_are_led_to_no_other_customers_machines(installation: Installation) -> None:
    assert "Alle klanten tonen" not in installation.browser(CUSTOMER).get(f"/machines?customer={MODEL}").text


def test_who_looks_at_one_customer_can_go_on_to_all_with_the_other_filters(installation: Installation) -> None:
    results = (
        installation.browser(STAFF).get(f"/machines?customer={MODEL}&text=C250", headers={"X-Fragment": "results"}).text
    )
    link = results.split("Alle klanten tonen")[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    installation.calls.clear()
    assert _asked(installation, STAFF, link) | {"limit": 0, "sort": ""} == {
        "text": "C250", "conditions": [], "site": "", "sort": "", "after": "", "before": "", "limit": 0,
    }  # fmt: skip


def test_groups_to_filter_by_stand_under_their_customer(installation: Installation) -> None:
    groups = [
        {"id": MODEL, "name": "Depot", "customer_name": "Bakkerij <b>"},
        {"id": MODEL, "name": "Depot", "customer_name": "Van Dijk"},
    ]
    installation.answers["list_machine_filters"] = ListMachineFilters.example[1] | {"groups": groups}
    page = installation.browser(STAFF).get("/machines").text
    under = re.findall(r'<optgroup label="([^"]+)">\s*<option value="[^"]+">([^<]+)</option>\s*</optgroup>', page)
    assert under == [("Bakkerij &lt;b&gt;", "Depot"), ("Van Dijk", "Depot")]


def test_the_filters_are_filled_with_what_is_chosen(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).get(f"/machines?text=C250&condition=low&model={MODEL}&sort=model").text
    assert 'value="C250"' in page
    assert 'value="low" checked' in page
    assert f'value="{MODEL}" selected' in page
    assert 'value="model" selected' in page


@pytest.mark.parametrize(("rel", "direction", "cursor"), [("prev", "before", "abc="), ("next", "after", "x/y+z")])
def test_pages_lead_both_ways_and_keep_the_filters(
    installation: Installation, rel: str, direction: str, cursor: str
) -> None:
    page = {"previous": "abc=", "next": "x/y+z", "count": 60, "count_capped": False}
    installation.answers["list_machines"] = EXAMPLE | {"page": page}
    browser = installation.browser(CUSTOMER)
    shown = browser.get("/machines?condition=low&text=C250").text
    link = shown.split(f'rel="{rel}" href="')[1].split('"')[0].replace("&amp;", "&")
    installation.calls.clear()
    browser.get(link)
    request = installation.asked("list_machines")[0].request
    assert (request[direction], request["conditions"], request["text"]) == (cursor, ["low"], "C250")


def test_a_single_page_leads_nowhere(installation: Installation) -> None:
    assert 'class="pager"' not in installation.browser(CUSTOMER).get("/machines").text


def test_where_counting_stopped_there_are_more(installation: Installation) -> None:
    page = {"previous": None, "next": "x", "count": 1000, "count_capped": True}
    installation.answers["list_machines"] = EXAMPLE | {"page": page}
    assert "1.000+ machines" in installation.browser(CUSTOMER).get("/machines").text


def test_nothing_found_says_what_to_do(installation: Installation) -> None:
    page = {"previous": None, "next": None, "count": 0, "count_capped": False}
    installation.answers["list_machines"] = {"rows": [], "page": page}
    browser = installation.browser(CUSTOMER)
    assert "Filters wissen" in browser.get("/machines?text=zzz").text
    assert "De beheerder van uw organisatie bepaalt" in browser.get("/machines").text


def test_the_results_can_be_had_by_themselves(installation: Installation) -> None:
    fragment = installation.browser(CUSTOMER).get("/machines?condition=low", headers={"X-Fragment": "results"}).text
    assert fragment.lstrip().startswith('<div id="results" data-announce="1 machine"')
    assert "<html" not in fragment


def test_service_requests_can_be_searched_and_narrowed(installation: Installation) -> None:
    installation.browser(CUSTOMER).get("/service-requests?text=SR-4401&status=received&status=accepted&open=1")
    request = installation.asked("list_service_requests")[0].request
    assert (request["text"], request["statuses"], request["open_only"]) == ("SR-4401", ["received", "accepted"], True)


def test_staff_see_whose_request_it_is(installation: Installation) -> None:
    assert "Van Dijk Logistiek" in installation.browser(STAFF).get("/backoffice/service-requests").text
