"""The pages of dead letters: access, content, replay and drop."""

from typing import Any

import pytest

from services.chassis.contract import NotAllowed, NotFound, ServiceUnavailable
from services.chassis.contract.builtin_operations import ListDeadLetters
from tests.gateway.browser import Browser, Forms, redirect_of
from tests.gateway.installation import CUSTOMER, SERVICE_NAMES, STAFF, Installation
from tests.gateway.test_back_office import with_rights

PAGE = "/backoffice/dead-letters"
ID = "01980000-0000-7000-8000-00000000dead"
DETAIL_PAGE = f"{PAGE}/fleet/{ID}"
QUEUE = "evt-ordering-order_placed--notify.subscriptions.queue_mails"


@pytest.fixture
def bus_manager(installation: Installation) -> Installation:
    return with_rights(installation, "manage_bus")


@pytest.mark.parametrize(("right", "shown"), [("manage_bus", True), ("handle_service", False)])
def test_link_requires_the_right(installation: Installation, right: str, shown: bool) -> None:
    assert (f'href="{PAGE}"' in with_rights(installation, right).browser(STAFF).get("/").text) is shown


def test_page_is_refused_to_users(installation: Installation) -> None:
    assert installation.browser(CUSTOMER).get(PAGE).status_code == 403
    assert installation.calls_of("list_dead_letters") == []


def test_page_is_refused_to_staff_without_the_right(installation: Installation) -> None:
    installation.responses["list_dead_letters"] = NotAllowed()
    assert with_rights(installation).browser(STAFF).get(PAGE).status_code == 403


def test_dead_letters_of_every_service_are_listed(bus_manager: Installation) -> None:
    page = bus_manager.browser(STAFF).get(PAGE)
    assert [call.request["status"] for call in bus_manager.calls_of("list_dead_letters")] == ["dead"] * len(
        SERVICE_NAMES
    )
    for service in SERVICE_NAMES:
        assert f'href="{PAGE}/{service}/{ID}"' in page.text


def test_retried_messages_are_a_separate_list(bus_manager: Installation) -> None:
    bus_manager.responses["list_dead_letters"] = _list_of(status="retry", next_at="2026-11-26T22:00:00+00:00")
    assert "Volgende poging" in bus_manager.browser(STAFF).get(f"{PAGE}?status=retry").text
    assert {call.request["status"] for call in bus_manager.calls_of("list_dead_letters")} == {"retry"}


def test_event_is_named_by_type_and_publisher(bus_manager: Installation) -> None:
    bus_manager.responses["list_dead_letters"] = _list_of(kind="event", name=QUEUE)
    page = bus_manager.browser(STAFF).get(PAGE).text
    assert ">order_placed</a>" in page
    assert "Gebeurtenis uit: bestellingen" in page


def test_unavailable_service_hides_only_its_own_dead_letters(bus_manager: Installation) -> None:
    bus_manager.stop("fleet")
    page = bus_manager.browser(STAFF).get(PAGE)
    assert page.status_code == 200
    assert "De dienst fleet is even niet bereikbaar" in page.text
    assert f'href="{PAGE}/notify/{ID}"' in page.text


def test_truncated_list_is_marked(bus_manager: Installation) -> None:
    bus_manager.responses["list_dead_letters"] = ListDeadLetters.example[1] | {"more": True}
    assert "De dienst fleet heeft meer berichten dan hier passen" in bus_manager.browser(STAFF).get(PAGE).text


def test_empty_list_is_stated(bus_manager: Installation) -> None:
    bus_manager.responses["list_dead_letters"] = {"rows": [], "more": False}
    page = bus_manager.browser(STAFF).get(PAGE).text
    assert "Geen mislukte berichten" in page
    assert "Alles opnieuw proberen" not in page


def test_names_and_errors_are_escaped(bus_manager: Installation) -> None:
    bus_manager.responses["list_dead_letters"] = _list_of(name="<script>x</script>", error='"><b>x')
    page = bus_manager.browser(STAFF).get(PAGE).text
    assert "<script>x" not in page
    assert "<b>x" not in page


def test_detail_page_shows_the_command_instead_of_the_content(bus_manager: Installation) -> None:
    bus_manager.responses["get_dead_letter"] = _dead_letter() | {"body": "what Sanne wrote"}
    page = bus_manager.browser(STAFF).get(DETAIL_PAGE).text
    assert f"machinepark dead-letters show {ID}" in page
    assert "what Sanne wrote" not in page


@pytest.mark.parametrize("path", [f"{PAGE}/nobody/{ID}", f"{PAGE}/fleet/{'x' * 65}"])
def test_invalid_path_is_not_found(bus_manager: Installation, path: str) -> None:
    assert bus_manager.browser(STAFF).get(path).status_code == 404
    assert bus_manager.calls_of("get_dead_letter") == []


def test_deleted_dead_letter_is_not_found(bus_manager: Installation) -> None:
    bus_manager.responses["get_dead_letter"] = NotFound()
    assert [bus_manager.browser(STAFF).get(path).status_code for path in (DETAIL_PAGE, f"{DETAIL_PAGE}/drop")] == [
        404,
        404,
    ]


def test_dead_letter_is_replayed_from_its_page(bus_manager: Installation) -> None:
    browser = bus_manager.browser(STAFF)
    response = browser.submit(browser.get(DETAIL_PAGE), f"{PAGE}/replay")
    assert redirect_of(response) == f"{PAGE}?status=retry&done=replayed"
    (call,) = bus_manager.calls_of("replay_dead_letters")
    assert (call.request, call.caller.rights) == ({"ids": [ID]}, frozenset({"manage_bus"}))


def test_ticked_dead_letters_are_replayed_at_their_services(bus_manager: Installation) -> None:
    browser = bus_manager.browser(STAFF)
    form = {"csrf_token": _token(browser, PAGE), "letter": [f"fleet/{ID}", "fleet/other", f"notify/{ID}", "nobody/x"]}
    assert browser.send(f"{PAGE}/replay", form).status_code == 303
    assert [call.request for call in bus_manager.calls_of("replay_dead_letters")] == [
        {"ids": [ID, "other"]},
        {"ids": [ID]},
    ]


def test_replay_of_nothing_is_refused_on_the_list(bus_manager: Installation) -> None:
    browser = bus_manager.browser(STAFF)
    response = browser.submit(browser.get(PAGE), f"{PAGE}/replay?status=dead")
    assert response.status_code == 422
    assert "Kies er minimaal één." in response.text
    assert bus_manager.calls_of("replay_dead_letters") == []


def test_replay_of_all_calls_every_service(bus_manager: Installation) -> None:
    browser = bus_manager.browser(STAFF)
    assert browser.submit(browser.get(PAGE), f"{PAGE}/replay").status_code == 303
    assert [call.request for call in bus_manager.calls_of("replay_dead_letters")] == [{"everything": True}] * len(
        SERVICE_NAMES
    )


def test_replay_sent_twice_has_one_key(bus_manager: Installation) -> None:
    browser = bus_manager.browser(STAFF)
    page = browser.get(DETAIL_PAGE)
    for _ in range(2):
        browser.submit(page, f"{PAGE}/replay")
    assert len({call.key for call in bus_manager.calls_of("replay_dead_letters")}) == 1


def test_failed_replay_keeps_the_ticks(bus_manager: Installation) -> None:
    bus_manager.responses["replay_dead_letters"] = ServiceUnavailable(service="fleet")
    browser = bus_manager.browser(STAFF)
    response = browser.send(f"{PAGE}/replay", {"csrf_token": _token(browser, PAGE), "letter": f"fleet/{ID}"})
    assert response.status_code == 503
    assert f'value="fleet/{ID}" checked' in response.text


def test_drop_asks_for_confirmation(bus_manager: Installation) -> None:
    browser = bus_manager.browser(STAFF)
    page = browser.get(f"{DETAIL_PAGE}/drop")
    assert "definitief verwijderen?" in page.text
    assert bus_manager.writes() == []
    assert redirect_of(browser.submit(page, f"{DETAIL_PAGE}/drop")) == f"{PAGE}?done=dropped"
    assert [call.request for call in bus_manager.calls_of("drop_dead_letter")] == [{"id": ID}]


def _dead_letter(**values: Any) -> dict[str, Any]:
    return ListDeadLetters.example[1]["rows"][0] | values


def _list_of(**values: Any) -> dict[str, Any]:
    return {"rows": [_dead_letter(**values)], "more": False}


def _token(browser: Browser, path: str) -> str:
    return str(Forms.of(browser.get(path)).named("/language")["csrf_token"])
