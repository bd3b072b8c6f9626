"""The page of what the services gave up: who gets there, what it shows, and what it has done."""

from typing import Any

import pytest

from services.chassis.contract import NotAllowed, NotFound, ServiceUnavailable
from services.chassis.contract.builtin_operations import ListDeadLetters
from tests.gateway.browser import Browser, Forms
from tests.gateway.installation import CUSTOMER, SERVICE_NAMES, STAFF, Installation
from tests.gateway.test_back_office import with_rights

PAGE = "/backoffice/dead-letters"
ID = "01980000-0000-7000-8000-00000000dead"
LETTER = f"{PAGE}/fleet/{ID}"
QUEUE = "evt-ordering-order_placed--notify.subscriptions.queue_mails"


@pytest.fixture
def keeper(installation: Installation) -> Installation:
    return with_rights(installation, "manage_bus")


@pytest.mark.parametrize(("right", "shown"), [("manage_bus", True), ("handle_service", False)])
def test_only_who_has_the_right_is_shown_the_way(installation: Installation, right: str, shown: bool) -> None:
    assert (f'href="{PAGE}"' in with_rights(installation, right).browser(STAFF).get("/").text) is shown


def test_users_of_customers_do_not_get_in(installation: Installation) -> None:
    assert installation.browser(CUSTOMER).get(PAGE).status_code == 403
    assert installation.asked("list_dead_letters") == []


def test_who_lacks_the_right_is_told_so_by_the_services(installation: Installation) -> None:
    installation.answers["list_dead_letters"] = NotAllowed()
    assert with_rights(installation).browser(STAFF).get(PAGE).status_code == 403


def test_every_service_is_asked_for_what_it_gave_up(keeper: Installation) -> None:
    page = keeper.browser(STAFF).get(PAGE)
    assert [call.request["status"] for call in keeper.asked("list_dead_letters")] == ["dead"] * len(SERVICE_NAMES)
    for service in SERVICE_NAMES:
        assert f'href="{PAGE}/{service}/{ID}"' in page.text


def test_what_is_still_tried_stands_apart(keeper: Installation) -> None:
    keeper.answers["list_dead_letters"] = _listed(status="retry", next_at="2026-11-26T22:00:00+00:00")
    assert "Volgende poging" in keeper.browser(STAFF).get(f"{PAGE}?status=retry").text
    assert {call.request["status"] for call in keeper.asked("list_dead_letters")} == {"retry"}


def test_an_event_is_called_by_its_type_and_where_it_came_from(keeper: Installation) -> None:
    keeper.answers["list_dead_letters"] = _listed(kind="event", name=QUEUE)
    page = keeper.browser(STAFF).get(PAGE).text
    assert ">order_placed</a>" in page
    assert "Gebeurtenis uit: bestellingen" in page


def test_a_service_that_is_down_costs_its_own_letters_alone(keeper: Installation) -> None:
    keeper.stop("fleet")
    page = keeper.browser(STAFF).get(PAGE)
    assert page.status_code == 200
    assert "De dienst fleet is even niet bereikbaar" in page.text
    assert f'href="{PAGE}/notify/{ID}"' in page.text


def test_where_there_is_more_the_page_says_so(keeper: Installation) -> None:
    keeper.answers["list_dead_letters"] = ListDeadLetters.example[1] | {"more": True}
    assert "De dienst fleet heeft meer berichten dan hier passen" in keeper.browser(STAFF).get(PAGE).text


def test_nothing_given_up_is_said(keeper: Installation) -> None:
    keeper.answers["list_dead_letters"] = {"rows": [], "more": False}
    page = keeper.browser(STAFF).get(PAGE).text
    assert "Geen mislukte berichten" in page
    assert "Alles opnieuw proberen" not in page


def test_what_a_service_says_cannot_break_out(keeper: Installation) -> None:
    keeper.answers["list_dead_letters"] = _listed(name="<script>x</script>", error='"><b>x')
    page = keeper.browser(STAFF).get(PAGE).text
    assert "<script>x" not in page
    assert "<b>x" not in page


def test_one_of_them_tells_where_its_content_is_read(keeper: Installation) -> None:
    keeper.answers["get_dead_letter"] = _one() | {"body": "what Sanne wrote"}
    page = keeper.browser(STAFF).get(LETTER).text
    assert f"machinepark dead-letters show {ID}" in page
    assert "what Sanne wrote" not in page


@pytest.mark.parametrize("path", [f"{PAGE}/nobody/{ID}", f"{PAGE}/fleet/{'x' * 65}"])
def test_an_address_that_can_be_none_is_not_found(keeper: Installation, path: str) -> None:
    assert keeper.browser(STAFF).get(path).status_code == 404
    assert keeper.asked("get_dead_letter") == []


def test_one_that_is_gone_is_not_found(keeper: Installation) -> None:
    keeper.answers["get_dead_letter"] = NotFound()
    assert [keeper.browser(STAFF).get(path).status_code for path in (LETTER, f"{LETTER}/drop")] == [404, 404]


def test_one_is_tried_again_from_its_page(keeper: Installation) -> None:
    browser = keeper.browser(STAFF)
    answer = browser.submit(browser.get(LETTER), f"{PAGE}/replay")
    assert answer.location == f"{PAGE}?status=retry&done=replayed"
    (call,) = keeper.asked("replay_dead_letters")
    assert (call.request, call.caller.rights) == ({"ids": [ID]}, frozenset({"manage_bus"}))


def test_those_that_are_ticked_are_tried_again_at_their_services(keeper: Installation) -> None:
    browser = keeper.browser(STAFF)
    form = {"csrf_token": _token(browser, PAGE), "letter": [f"fleet/{ID}", "fleet/other", f"notify/{ID}", "nobody/x"]}
    assert browser.send(f"{PAGE}/replay", form).status_code == 303
    assert [call.request for call in keeper.asked("replay_dead_letters")] == [{"ids": [ID, "other"]}, {"ids": [ID]}]


def test_nothing_ticked_is_said_on_the_list(keeper: Installation) -> None:
    browser = keeper.browser(STAFF)
    answer = browser.submit(browser.get(PAGE), f"{PAGE}/replay?status=dead")
    assert answer.status_code == 422
    assert "Kies er minimaal één." in answer.text
    assert keeper.asked("replay_dead_letters") == []


def test_all_are_tried_again_at_every_service(keeper: Installation) -> None:
    browser = keeper.browser(STAFF)
    assert browser.submit(browser.get(PAGE), f"{PAGE}/replay").status_code == 303
    assert [call.request for call in keeper.asked("replay_dead_letters")] == [{"everything": True}] * len(SERVICE_NAMES)


def test_what_is_sent_twice_is_tried_again_once(keeper: Installation) -> None:
    browser = keeper.browser(STAFF)
    page = browser.get(LETTER)
    for _ in range(2):
        browser.submit(page, f"{PAGE}/replay")
    assert len({call.key for call in keeper.asked("replay_dead_letters")}) == 1


def test_what_cannot_be_delivered_comes_back_with_what_was_ticked(keeper: Installation) -> None:
    keeper.answers["replay_dead_letters"] = ServiceUnavailable(service="fleet")
    browser = keeper.browser(STAFF)
    answer = browser.send(f"{PAGE}/replay", {"csrf_token": _token(browser, PAGE), "letter": f"fleet/{ID}"})
    assert answer.status_code == 503
    assert f'value="fleet/{ID}" checked' in answer.text


def test_dropping_asks_first(keeper: Installation) -> None:
    browser = keeper.browser(STAFF)
    asking = browser.get(f"{LETTER}/drop")
    assert "definitief verwijderen?" in asking.text
    assert keeper.writes() == []
    assert browser.submit(asking, f"{LETTER}/drop").location == f"{PAGE}?done=dropped"
    assert [call.request for call in keeper.asked("drop_dead_letter")] == [{"id": ID}]


def _one(**values: Any) -> dict[str, Any]:
    return ListDeadLetters.example[1]["rows"][0] | values


def _listed(**values: Any) -> dict[str, Any]:
    return {"rows": [_one(**values)], "more": False}


def _token(browser: Browser, path: str) -> str:
    return str(Forms.of(browser.get(path)).named("/language")["csrf_token"])
