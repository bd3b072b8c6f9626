"""Pages without machines, levels or readings name the true reason."""

from typing import Any

import pytest

from services.chassis.contract import TooManyAttempts
from services.fleet.contracts import GetMachine, GetOverview, ListMachines
from services.identity.contracts import GetSession
from tests.gateway.installation import CUSTOMER, Installation

SESSION: dict[str, Any] = GetSession.example[1]
MACHINE: dict[str, Any] = GetMachine.example[1]
NO_ROWS = {"rows": [], "page": {"next": None, "previous": None, "count": 0, "count_capped": False}}
NEVER_REPORTED = {"supplies": [], "last_contact_at": None, "condition": "stale", "conditions": ["stale"], "stale": True}
NO_COUNTER = {"total": None, "mono": None, "colour": None, "counted_at": None}
REPORTS_NOTHING = "De machine is aangesloten, maar meldt geen niveaus"
OF_ADMINISTRATOR = ("beheerder van uw organisatie", "uw beheerder")


def page(installation: Installation, tab: str, **machine: Any) -> str:
    installation.responses["get_machine"] = MACHINE | machine
    return installation.browser(CUSTOMER).get(f"/machines/{MACHINE['id']}{tab}").text


def overview(**counts: int) -> dict[str, Any]:
    """The response of `get_overview` with these counts, the others 0, and no machine that needs attention."""
    example = GetOverview.example[1]
    return {name: [] for name in example} | {"counts": dict.fromkeys(example["counts"], 0) | counts}


def seen_by(installation: Installation, *rights: str, sees_all: bool, path: str = "/machines") -> str:
    installation.responses["get_session"] = SESSION | {"rights": list(rights), "all_machines": sees_all}
    installation.responses["list_machines"] = NO_ROWS
    installation.responses["get_overview"] = overview()
    return installation.browser(CUSTOMER).get(path).text


@pytest.mark.parametrize("tab", ["", "/supplies"])
def test_machine_that_never_reported_is_not_said_to_report_no_levels(installation: Installation, tab: str) -> None:
    text = page(installation, tab, **NEVER_REPORTED)
    assert "heeft nog geen meting gestuurd" in text
    assert REPORTS_NOTHING not in text
    assert "Geen recente meting" not in text
    assert REPORTS_NOTHING in page(installation, tab, supplies=[])


def test_machine_that_never_reported_has_no_levels_in_a_list_because_there_is_no_reading(
    installation: Installation,
) -> None:
    row = ListMachines.example[1]["rows"][0] | {name: NEVER_REPORTED[name] for name in list(NEVER_REPORTED)[:-1]}
    installation.responses["list_machines"] = ListMachines.example[1] | {"rows": [row]}
    text = installation.browser(CUSTOMER).get("/machines").text
    assert "Geen niveaus gemeld" not in text
    assert text.count("Nog geen meting") >= 3


def test_machine_that_reports_other_supplies_only_is_not_said_to_report_none(installation: Installation) -> None:
    waste_box = MACHINE["supplies"][0] | {"kind": "waste_toner", "colour": "none"}
    text = page(installation, "", supplies=[waste_box])
    assert "Geen tonerniveaus gemeld" in text
    assert REPORTS_NOTHING not in text


def test_missing_readings_of_a_connected_machine_have_their_reason(installation: Installation) -> None:
    installation.responses |= {"list_readings": NO_ROWS, "list_monthly_volumes": {"rows": []}}
    assert "heeft nog geen meting gestuurd" in page(installation, "/readings", **NEVER_REPORTED, **NO_COUNTER)
    assert "staat geen tellerstand" in page(installation, "/readings", **NO_COUNTER)


@pytest.mark.parametrize("path", ["/machines", "/machines?text=10042", "/", "/service-requests/new"])
@pytest.mark.parametrize("sees_all", [True, False])
def test_administrator_is_not_referred_to_the_administrator(
    installation: Installation, path: str, sees_all: bool
) -> None:
    text = seen_by(installation, "manage_users", "request_service", sees_all=sees_all, path=path)
    assert [words for words in OF_ADMINISTRATOR if words in text] == []


@pytest.mark.parametrize("sees_all", [True, False])
def test_user_without_machines_is_referred_to_the_administrator_unless_all_are_visible(
    installation: Installation, sees_all: bool
) -> None:
    text = seen_by(installation, sees_all=sees_all)
    assert ("De beheerder van uw organisatie bepaalt" in text) is not sees_all


def test_nothing_is_said_to_be_in_order_when_no_machine_is_connected(installation: Installation) -> None:
    installation.responses["list_machines"] = NO_ROWS
    installation.responses["get_overview"] = overview(machines=3, not_connected=3)
    text = installation.browser(CUSTOMER).get("/").text
    assert "Geen van uw machines is aangesloten" in text
    assert "Alles is in orde" not in text
    installation.responses["get_overview"] = overview(machines=3, not_connected=2)
    assert "Alles is in orde" in installation.browser(CUSTOMER).get("/").text


def test_list_is_shown_when_hidden_machines_were_searched_too_often(installation: Installation) -> None:
    installation.responses["get_hidden_machine"] = TooManyAttempts(seconds=180)
    installation.responses["get_session"] = SESSION | {"rights": [], "all_machines": False}
    installation.responses["list_machines"] = NO_ROWS
    found = installation.browser(CUSTOMER).get("/machines?text=10042")
    assert (found.status_code, "Over 3 minuten kunnen wij weer nagaan" in found.text) == (200, True)
