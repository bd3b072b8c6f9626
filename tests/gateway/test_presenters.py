"""Presentation of machines, supply levels and service requests (docs/features.md#machines)."""

from typing import Any

import pytest

from gateway.portal.home import dashboard
from gateway.presenters import supplies
from gateway.presenters.machines import Machine
from gateway.presenters.requests import ServiceRequest
from services.fleet.contracts import GetMachine, GetOverview, LevelState, SupplyKind
from services.servicedesk.contracts import AcceptServiceRequest, GetServiceRequest, ScheduleVisit
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE: dict[str, Any] = GetMachine.example[1]
TONER: dict[str, Any] = MACHINE["supplies"][0]
UNKNOWN = [state for state in LevelState if state is not LevelState.KNOWN]


def _page(installation: Installation, tab: str = "", **overrides: Any) -> str:
    installation.responses["get_machine"] = MACHINE | overrides
    return installation.browser(CUSTOMER).get(f"/machines/{MACHINE['id']}{tab}").text


@pytest.mark.parametrize("kind", list(SupplyKind))
@pytest.mark.parametrize("state", UNKNOWN)
def test_unknown_level_is_shown_without_a_percentage(installation: Installation, state: str, kind: str) -> None:
    level = TONER | {"state": state, "percent": None, "kind": kind}
    page = _page(installation, "/supplies", supplies=[level])
    levels = page[page.index('id="levels"') : page.index('id="fitting"')]
    assert "%" not in levels
    assert "hatched" in levels


def test_some_remaining_is_described(installation: Installation) -> None:
    page = _page(installation, supplies=[TONER | {"state": "some_remaining", "percent": None}])
    assert "Er is nog toner; de machine meldt niet hoeveel." in page


def test_known_level_is_a_bar_of_that_width(installation: Installation) -> None:
    assert '<rect class="ink-magenta" width="11"' in _page(installation)


def test_ambiguous_level_of_a_waste_box_is_not_a_bar(installation: Installation) -> None:
    box = TONER | {"kind": "waste_toner", "colour": "none", "percent": 70, "direction": "ambiguous"}
    page = _page(installation, "/supplies", supplies=[box])
    assert "meldt 70" in page
    assert "Wij weten niet wat voor deze machine geldt" in page
    assert 'width="70"' not in page


def test_waste_box_has_no_toner_bar() -> None:
    assert supplies.toner_bars([TONER | {"kind": "waste_toner"}]) == []


def test_unconnected_machine_says_how_to_connect(installation: Installation) -> None:
    page = _page(installation, monitoring="not_connected", condition="not_connected", supplies=[], last_contact_at=None)
    assert "Deze machine is niet aangesloten" in page
    assert "Wilt u deze machine laten aansluiten?" in page


def test_machine_without_a_report_is_not_shown_as_silent(installation: Installation) -> None:
    example = GetOverview.example[1]
    silent = example["attention"][0] | {"condition": "stale", "conditions": ["stale"], "last_contact_at": None}
    installation.responses["get_overview"] = example | {"attention": [], "stale": [silent]}
    page = installation.browser(CUSTOMER).get("/").text
    title = Machine(silent).title
    assert f"{title} heeft zich nog niet gemeld" in page
    assert f"{title} meldt zich niet" not in page


def test_low_machine_whose_fault_is_not_shown_is_shown_as_low(installation: Installation) -> None:
    example = GetOverview.example[1]
    faulty = [example["attention"][0] | {"id": str(n), "own_reference": f"Nr. {n}"} for n in range(4)]
    with installation.app.test_request_context("/"):
        concerns = dashboard.concerns(example | {"attention": faulty, "low": faulty, "stale": []})
    assert concerns is not None
    assert [concern.text.split(" ")[1] for concern in concerns] == ["0", "1", "2", "3"]


def test_stale_reading_is_shown_with_its_age(installation: Installation) -> None:
    page = _page(installation, stale=True, condition="stale")
    assert "De laatste meting was" in page
    assert "Controleer of de machine aanstaat" in page


def test_model_conflict_is_shown(installation: Installation) -> None:
    assert "noemt zichzelf ook Develop ineo+ 280" in _page(installation, other_model_name="Develop ineo+ 280")


def test_alert_is_translated_or_shown_as_reported(installation: Installation) -> None:
    alerts = [{"code": "jammed", "description": ""}, {"code": "1234", "description": "Tray 2: <load> A4"}]
    page = _page(installation, alerts=alerts)
    assert "Papier zit vast" in page
    assert "Tray 2: &lt;load&gt; A4" in page


@pytest.mark.parametrize(
    ("overrides", "title"),
    [({}, "Balie 2e etage"), ({"own_reference": ""}, "Konica Minolta bizhub C250i")],
)
def test_machine_title_is_the_owners_reference_or_the_model(overrides: dict[str, Any], title: str) -> None:
    assert Machine(MACHINE | overrides).title == title


def test_machine_without_numbers_shows_its_mac_address(installation: Installation) -> None:
    row = MACHINE | {"equipment_number": "", "serial_number": "", "mac_address": "00:11:22:33:44:55"}
    with installation.app.test_request_context("/"):
        assert Machine(row).numbers == "Konica Minolta bizhub C250i · 00:11:22:33:44:55"


def test_new_request_shows_the_next_steps(installation: Installation) -> None:
    with installation.app.test_request_context("/"):
        steps = ServiceRequest(GetServiceRequest.example[1]).steps
    assert [(step.text, bool(step.at), step.current) for step in steps] == [
        ("Ontvangen", True, True),
        ("In behandeling genomen", False, False),
        ("Als opgelost gemeld", False, False),
    ]


@pytest.mark.parametrize(
    ("for_staff", "status", "step"),
    [(False, "Wacht op u", "Vraag aan u"), (True, "Wacht op klant", "Vraag aan de klant")],
)
def test_a_customer_is_addressed_where_staff_read_of_the_customer(
    installation: Installation, for_staff: bool, status: str, step: str
) -> None:
    row: dict[str, Any] = GetServiceRequest.example[1]
    entry = row["timeline"][0] | {"step": "waiting_for_customer"}
    waiting = row | {"status": "waiting_for_customer", "timeline": [entry]}
    with installation.app.test_request_context("/"):
        filed = ServiceRequest(waiting, for_staff=for_staff)
        assert (filed.tag.text, filed.steps[0].text) == (status, step)


@pytest.mark.parametrize(
    ("change", "text"), [("rescheduled", "(verplaatst)"), ("called_off", "(gaat niet door)"), (None, "")]
)
def test_timeline_says_what_became_of_a_visit(installation: Installation, change: str | None, text: str) -> None:
    row: dict[str, Any] = ScheduleVisit.example[1]
    entry = row["timeline"][-1] | {"visit_change": change}
    with installation.app.test_request_context("/"):
        (step,) = ServiceRequest(row | {"timeline": [entry]}).steps[:1]
    assert step.note == f"woensdag 4 mrt 2026 10:00 – 12:00 {text}".strip()


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("Kees Vis", "Truus Jansen", "Monteur: Kees Vis → Truus Jansen"),
        ("", "Truus Jansen", "Monteur: nog niet bekend → Truus Jansen"),
        ("Kees Vis", "", "Monteur: Kees Vis → nog niet bekend"),
    ],
)
def test_timeline_names_the_engineers_of_a_change(
    installation: Installation, before: str, after: str, text: str
) -> None:
    row: dict[str, Any] = ScheduleVisit.example[1]
    change = {"step": "technician_changed", "previous_technician": before, "technician": after}
    with installation.app.test_request_context("/"):
        (step,) = ServiceRequest(row | {"timeline": [row["timeline"][-1] | change]}).steps[:1]
    assert (step.text, step.note.splitlines()[1:]) == ("Monteur gewijzigd", [text])


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ("scheduled", "Het bezoek is gepland"),
        ("rescheduled", "Het bezoek is verplaatst"),
        ("technician_changed", "De monteur van het bezoek is gewijzigd"),
        ("unchanged", "Er is niets gewijzigd"),
    ],
)
def test_staff_read_what_scheduling_a_visit_did(installation: Installation, result: str, message: str) -> None:
    row: dict[str, Any] = ScheduleVisit.example[1]
    installation.responses["get_service_request"] = row
    installation.responses["schedule_visit"] = row | {"result": result}
    browser, page = installation.browser(STAFF), f"/backoffice/service-requests/{row['reference_number']}"
    answer = browser.submit(browser.get(f"{page}/visit"), f"{page}/visit")
    assert message in browser.get(answer.location).text


@pytest.mark.parametrize(("moves", "text"), [(True, "Bezoek wijzigen"), (False, "Bezoek plannen")])
@pytest.mark.parametrize("page", ["", "/visit"])
def test_button_says_whether_a_visit_is_changed(installation: Installation, page: str, moves: bool, text: str) -> None:
    installation.responses["get_service_request"] = row = ScheduleVisit.example[1] | {"may_reschedule_visit": moves}
    path = f"/backoffice/service-requests/{row['reference_number']}{page}"
    assert text in installation.browser(STAFF).get(path).text


@pytest.mark.parametrize("page", ["wait", "resolve"])
def test_page_that_ends_a_scheduled_visit_says_so(installation: Installation, page: str) -> None:
    installation.responses["get_service_request"] = row = ScheduleVisit.example[1]
    path = f"/backoffice/service-requests/{row['reference_number']}/{page}"
    assert "dan vervalt het" in installation.browser(STAFF).get(path).text


def test_accepted_request_shows_the_actors(installation: Installation) -> None:
    with installation.app.test_request_context("/"):
        steps = ServiceRequest(AcceptServiceRequest.example[1]).steps
    assert [step.by for step in steps if step.at] == ["door uw organisatie", "door ons"]
