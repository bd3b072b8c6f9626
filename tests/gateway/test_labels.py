"""Labels on screen and as PDF: what is printed, where on the sheet, and for which machines."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from gateway.language import catalogues
from gateway.portal.labels.pdf import document
from gateway.portal.labels.sheets import A4, SHEETS
from gateway.presenters.labels import Label
from services.fleet.contracts import GetGuestAccess, GetMachineLabel, IssueMachineLabels, ListMachines, TooManyMachines
from services.identity.contracts import GetSession, Right, StaffRight
from tests.gateway.browser import Browser, Forms, redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = GetMachineLabel.example[1]["machine_id"]
PAGE = f"/machines/{MACHINE}/label"
POLISH = Label("Łódź Drukarki", ("10042", "Żółw Ærøskøbing Ελλάς Дом", "Scan"), "https://portal.example/g/code")


def manager(installation: Installation) -> Browser:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": [Right.MANAGE_GUEST_ACCESS]}
    return installation.browser(CUSTOMER)


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("name", SHEETS)
def test_labels_lie_on_the_paper_and_not_over_each_other(name: str) -> None:
    sheet = SHEETS[name]
    corners = [sheet.corner(place) for place in range(sheet.labels)]
    assert all(x >= 0 and y >= 0 for x, y in corners)
    assert max(x for x, _ in corners) + sheet.width <= sheet.page[0]
    assert max(y for _, y in corners) + sheet.height <= sheet.page[1]
    assert sheet.columns == 1 or sheet.across >= sheet.width
    assert sheet.rows == 1 or sheet.down >= sheet.height


@pytest.mark.parametrize("name", ["3x8", "3x7", "2x7"])
def test_margins_are_the_same_on_both_sides(name: str) -> None:
    sheet = SHEETS[name]
    right, bottom = (length - corner for length, corner in zip(A4, sheet.corner(sheet.labels - 1), strict=True))
    assert right - sheet.width == pytest.approx(sheet.left, abs=0.3)
    assert bottom - sheet.height == pytest.approx(sheet.top, abs=0.3)


def test_letters_of_all_european_languages_are_in_the_file() -> None:
    (text,) = pages_of(document([POLISH], SHEETS["2x7"], 0, "Labels"))
    assert text.splitlines() == [POLISH.brand, *POLISH.lines]


def test_file_holds_its_fonts() -> None:
    page = PdfReader(io.BytesIO(document([POLISH], SHEETS["3x7"], 0, "Labels"))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    used = [font for font in fonts if "OpenSans" in font["/BaseFont"]]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in used)


def test_long_text_is_cut_off_at_the_edge_of_the_label() -> None:
    label = POLISH._replace(brand="Leverancier van alle printers in de wijde omgeving van Łódź en verder")
    (text,) = pages_of(document([label], SHEETS["3x7"], 0, "Labels"))
    assert text.splitlines()[0].endswith("…")


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_the_label_is_for_is_not_cut_off(name: str, language: str) -> None:
    text = catalogues()[language].gettext("labels.scan")
    (page,) = pages_of(document([Label("Machinepark", ("10042", text), POLISH.url)], SHEETS[name], 0, "Labels"))
    assert text in page


@pytest.mark.parametrize(("first", "count", "expected"), [(0, 24, 1), (0, 25, 2), (23, 1, 1), (23, 2, 2)])
def test_labels_begin_at_the_first_free_place(first: int, count: int, expected: int) -> None:
    assert len(pages_of(document([POLISH] * count, SHEETS["3x8"], first, "Labels"))) == expected


def test_label_has_what_people_need(installation: Installation) -> None:
    browser = manager(installation)
    page = browser.get(PAGE)
    assert f'href="http://127.0.0.1:8000/g/{GetMachineLabel.example[1]["code"]}"' in page.text
    assert all(text in page.text for text in ("10042", "Konica Minolta bizhub C250i", "127.0.0.1:8000/guest", "<svg"))
    assert "style=" not in page.text.partition("<main")[2]


def test_selected_machines_are_printed(installation: Installation) -> None:
    browser = manager(installation)
    bulk = Forms.of(browser.get("/machines")).named("/groups/add-machines")  # the button has another address
    page = browser.send("/labels", bulk | {"machine_id": MACHINE})
    printed = browser.submit(page, "/labels/print", start="24")
    assert (printed.mimetype, printed.headers["Content-Disposition"]) == (
        "application/pdf", 'attachment; filename="label-10042.pdf"',
    )  # fmt: skip
    assert "10042" in pages_of(printed.data)[0]
    assert installation.calls_of("issue_machine_labels")[0].request == {"machine_ids": [MACHINE], "replace": False}


def test_all_machines_of_the_filters_are_printed(installation: Installation) -> None:
    browser = manager(installation)
    page = browser.get(f"/labels?site=Oost&condition=low&group={MACHINE}&sort=model&customer=nonsense")
    browser.submit(page, "/labels/print", replace="y")
    expected = {"site": "Oost", "conditions": ["low"], "group_id": MACHINE}
    assert installation.calls_of("issue_machine_labels")[0].request == {"filter": expected, "replace": True}
    counted = installation.calls_of("list_machines")[-1].request
    assert {name: counted[name] for name in expected} == expected


def test_file_of_several_labels_is_named_by_their_number_and_the_day(installation: Installation) -> None:
    issued = IssueMachineLabels.example[1]
    installation.responses["issue_machine_labels"] = issued | {"rows": issued["rows"] * 3}
    browser = manager(installation)
    printed = browser.submit(browser.get("/labels"), "/labels/print")
    assert re.fullmatch(r'attachment; filename="labels-3-\d{4}-\d\d-\d\d\.pdf"', printed.headers["Content-Disposition"])


@pytest.mark.parametrize(("sheet", "start"), [("3x8", "25"), ("2x7", "0"), ("3x7", "x"), ("nonsense", "1")])
def test_first_label_must_be_on_the_sheet(installation: Installation, sheet: str, start: str) -> None:
    browser = manager(installation)
    page = browser.submit(browser.get("/labels"), "/labels/print", sheet=sheet, start=start)
    assert (page.status_code, Forms.of(page).named("/labels/print")["start"]) == (422, start)
    assert installation.writes() == []


def test_a_label_printer_has_no_first_label(installation: Installation) -> None:
    browser = manager(installation)
    printed = browser.submit(browser.get("/labels"), "/labels/print", sheet="roll", start="2")
    assert (printed.mimetype, len(pages_of(printed.data))) == ("application/pdf", 1)


def test_nothing_is_offered_for_no_machines(installation: Installation) -> None:
    none = ListMachines.example[1] | {"rows": []}
    installation.responses["list_machines"] = none
    page = manager(installation).get("/labels?text=zzzz").text
    assert "Bij deze filters horen geen machines" in page
    assert not any(action in page for action in ("/labels/print", "/labels/revoke"))


@pytest.mark.parametrize("page", ["/labels", PAGE])
def test_page_says_that_guest_access_is_off(installation: Installation, page: str) -> None:
    browser, said = manager(installation), "De gasttoegang staat uit"
    assert said in browser.get(page).text
    access = GetGuestAccess.example[1]
    installation.responses["get_guest_access"] = access | {"actions": [access["actions"][0] | {"enabled": True}]}
    assert said not in browser.get(page).text


@pytest.mark.parametrize("response", [{"issued": 0, "rows": []}, TooManyMachines(limit=500)], ids=["none", "too many"])
def test_form_says_why_nothing_is_printed(installation: Installation, response: Any) -> None:
    installation.responses["issue_machine_labels"] = response
    browser = manager(installation)
    page = browser.submit(browser.get("/labels"), "/labels/print")
    assert (page.status_code, 'role="alert"' in page.text) == (422, True)


def test_labels_are_revoked_after_confirmation(installation: Installation) -> None:
    browser = manager(installation)
    confirmation = browser.submit(browser.get("/labels?site=Oost"), "/labels/revoke")
    assert installation.writes() == []
    response = browser.submit(confirmation, "/labels/revoke")
    assert installation.calls_of("revoke_machine_labels")[0].request == {"filter": {"site": "Oost"}}
    assert redirect_of(response) == "/machines?site=Oost&done=revoked"


def test_revoking_selected_labels_offers_no_other_labels(installation: Installation) -> None:
    browser = manager(installation)
    bulk = Forms.of(browser.get("/machines")).named("/groups/add-machines")
    page = browser.send("/labels", bulk | {"machine_id": MACHINE})
    confirmation = browser.submit(page, "/labels/revoke")
    assert redirect_of(browser.submit(confirmation, "/labels/revoke")) == "/machines?done=revoked"
    assert installation.calls_of("revoke_machine_labels")[0].request == {"machine_ids": [MACHINE]}


def test_revoking_says_that_there_was_no_label(installation: Installation) -> None:
    installation.responses["revoke_machine_labels"] = {"revoked": 0}
    browser = manager(installation)
    confirmation = browser.submit(browser.get("/labels"), "/labels/revoke")
    assert redirect_of(browser.submit(confirmation, "/labels/revoke")) == "/machines?done=none_revoked"
    of_one = browser.submit(browser.get(f"{PAGE}/revoke"), f"{PAGE}/revoke")
    assert redirect_of(of_one) == f"{PAGE}?done=none_revoked_one"


@pytest.mark.parametrize(
    ("action", "operation", "request_", "done"),
    [
        (f"{PAGE}/replace", "issue_machine_labels", {"replace": True}, "replaced"),
        (f"{PAGE}/revoke", "revoke_machine_labels", {}, "revoked_one"),
    ],
)
def test_label_of_one_machine_is_replaced_or_revoked_after_confirmation(
    installation: Installation, action: str, operation: str, request_: dict[str, Any], done: str
) -> None:
    browser = manager(installation)
    assert f'href="{action}"' in browser.get(PAGE).text
    assert redirect_of(browser.submit(browser.get(action), action)) == f"{PAGE}?done={done}"
    assert installation.calls_of(operation)[0].request == {"machine_ids": [MACHINE]} | request_


def test_machine_without_label_gets_one(installation: Installation) -> None:
    installation.responses["get_machine_label"] = GetMachineLabel.example[1] | {"code": None, "issued_at": None}
    browser = manager(installation)
    assert redirect_of(browser.submit(browser.get(PAGE), PAGE)) == f"{PAGE}?done=issued"


def test_reader_without_the_right_is_offered_no_labels(installation: Installation) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": [Right.MANAGE_MACHINES]}
    browser = installation.browser(CUSTOMER)
    assert "/labels" not in browser.get("/machines").text
    assert browser.get("/labels").status_code == browser.get(PAGE).status_code == 403


def test_reader_who_only_manages_guests_selects_machines_for_labels_only(installation: Installation) -> None:
    page = manager(installation).get("/machines")
    assert 'formaction="/labels"' in page.text
    assert 'name="group_id"' not in page.text


def test_staff_print_labels_of_a_customer(installation: Installation) -> None:
    session = GetSession.example[1] | {"staff": True, "customer": None, "rights": [StaffRight.MANAGE_CUSTOMERS]}
    installation.responses["get_session"] = session
    browser = installation.browser(STAFF)
    link = f"/labels?customer={MACHINE}"
    assert f'href="{link}"' in browser.get(f"/machines?customer={MACHINE}").text
    browser.submit(browser.get(link), "/labels/print")
    assert installation.calls_of("issue_machine_labels")[0].request["filter"] == {"customer_id": MACHINE}


def test_staff_without_the_right_are_offered_no_labels(installation: Installation) -> None:
    assert "/labels" not in installation.browser(STAFF).get("/machines").text
    assert IssueMachineLabels.example[0]["machine_ids"] == [MACHINE]


def test_labels_are_replaced_from_a_page_that_has_printed_before(installation: Installation) -> None:
    browser = manager(installation)
    page = browser.get("/labels?site=Oost")
    for replace in ({}, {}, {"replace": "1"}, {"replace": "1"}):
        browser.submit(page, "/labels/print", **replace)
    present, again, *replaced = [call.key for call in installation.calls_of(IssueMachineLabels.name)]
    assert len({present, again, *replaced}) == 3
    assert replaced == [replaced[0]] * 2
