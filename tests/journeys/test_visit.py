"""A service request to its end: planned, visited, talked about, resolved (product.md section 5)."""

import datetime as dt
from collections.abc import Callable

import pytest
from browser import REFERENCE, Person
from eventually import eventually

WORDS = {
    "nl": {
        "email": "sanne@vandijk.example",
        "machine": "Planning 1",
        "visit": "Bezoek:",
        "resolved": "Opgelost?",
        "closed": "Gesloten",
        "mails": ["Bezoek gepland", "Nieuw bericht", "opgelost?", "is gesloten"],
    },
    "en": {
        "email": "james@vandijk.example",
        "machine": "Planning 2",
        "visit": "Visit:",
        "resolved": "Resolved?",
        "closed": "Closed",
        "mails": ["Visit planned", "New message", "solved?", "is closed"],
    },
}
STAFF = "joris@dealer.example"
TOMORROW = (dt.date.today() + dt.timedelta(days=1)).isoformat()  # noqa: DTZ011  # a day on a form
Visit = Callable[..., Person]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_visit_is_planned_seen_talked_about_and_the_request_ends(visit: Visit, language: str, scripts: bool) -> None:
    words = WORDS[language]
    customer, staff = visit(scripts=scripts), visit(scripts=scripts)
    customer.log_in(words["email"])
    reference = _file(customer, words["machine"])
    staff.log_in(STAFF)
    page = f"/backoffice/service-requests/{reference}"
    staff.open(page)
    staff.press(f'form[action="{page}/accept"] button')
    _plan(staff, reference, look=scripts)

    customer.open(f"/service-requests/{reference}")
    assert words["visit"] in customer.main
    assert "10:00" in customer.main
    _write(customer, "Graag melden bij de receptie.")
    staff.open("/backoffice/service-requests?answer=1")
    assert reference in staff.main
    staff.open(page)
    assert "Graag melden bij de receptie." in staff.main
    _write(staff, "Dat doen wij.")
    if scripts:
        staff.look_around()
    staff.open("/backoffice/service-requests?answer=1")
    assert reference not in staff.main

    staff.open(page)
    staff.press(f'form[action="{page}/start"] button')
    staff.press(f'main a[href="{page}/resolve"]')
    staff.page.locator("textarea[name=note]").fill("Rol vervangen.")
    staff.press("main form button.primary")

    customer.open(f"/service-requests/{reference}")
    assert words["resolved"] in customer.main
    assert "Rol vervangen." in customer.main
    assert "Dat doen wij." in customer.main
    if scripts:
        customer.look_around()
    customer.press('main a[href$="/solved"]')
    customer.press("main form button.primary")
    assert words["closed"] in customer.page.locator("main .page-head").inner_text()
    for mail in words["mails"]:
        assert eventually(lambda mail=mail: mail in _mails(customer, reference)), mail


def test_an_impossible_visit_is_told_with_what_was_typed(visit: Visit) -> None:
    customer, staff = visit(), visit()
    customer.log_in(WORDS["nl"]["email"])
    reference = _file(customer, "Planning 3")
    staff.log_in(STAFF)
    page = f"/backoffice/service-requests/{reference}"
    staff.open(page)
    staff.press(f'form[action="{page}/accept"] button')
    staff.open(f"{page}/visit")
    staff.page.locator("input[name=day]").fill(TOMORROW)
    staff.page.locator("input[name=begins_at]").fill("12:00")
    staff.page.locator("input[name=ends_at]").fill("10:00")
    staff.press("main form button.primary")
    assert "het einde ligt niet na het begin" in staff.page.locator("#problems").inner_text()
    assert staff.page.locator("input[name=begins_at]").input_value() == "12:00"
    staff.look_around()
    staff.page.locator("input[name=ends_at]").fill("")
    staff.press("main form button.primary")
    assert staff.page.locator("#ends_at-problem").count() == 1


def test_what_is_not_solved_is_reopened_with_a_reason(visit: Visit) -> None:
    customer, staff = visit(), visit()
    customer.log_in(WORDS["nl"]["email"])
    reference = _file(customer, "Receptie 2")
    staff.log_in(STAFF)
    page = f"/backoffice/service-requests/{reference}"
    staff.open(page)
    staff.press(f'form[action="{page}/accept"] button')
    staff.open(f"{page}/resolve")
    staff.page.locator("textarea[name=note]").fill("Gereinigd.")
    staff.press("main form button.primary")
    customer.open(f"/service-requests/{reference}/reopen")
    customer.press("main form button.primary")
    assert customer.page.locator("#note-problem").count() == 1
    customer.look_around()
    customer.page.locator("textarea[name=note]").fill("Er zit weer een streep.")
    customer.press("main form button.primary")
    staff.open("/backoffice/service-requests?answer=1")
    assert reference in staff.main


def _file(customer: Person, machine: str) -> str:
    customer.open(f"/machines?text={machine}")
    customer.press(f'main tbody a:text-is("{machine}")')
    customer.press('a[href*="/service-requests/new"]')
    customer.page.locator("input[name=category]").first.check()
    customer.page.locator("textarea[name=description]").fill("Het papier loopt vast.")
    customer.press("main form button.primary")
    customer.press("main form button.primary")
    found = REFERENCE.search(customer.main)
    assert found, customer.main
    return found[0]


def _plan(staff: Person, reference: str, *, look: bool) -> None:
    staff.press(f'main a[href="/backoffice/service-requests/{reference}/visit"]')
    for name, value in (("day", TOMORROW), ("begins_at", "10:00"), ("ends_at", "12:00"), ("technician", "Kees")):
        staff.page.locator(f"input[name={name}]").fill(value)
    if look:
        staff.look_around()
    staff.press("main form button.primary")
    assert "10:00" in staff.main


def _write(person: Person, text: str) -> None:
    person.page.locator("textarea[name=text]").fill(text)
    person.press('form[action$="/messages"] button')
    assert text in person.page.locator("section[aria-labelledby=messages]").inner_text()


def _mails(person: Person, reference: str) -> str:
    """The subjects of the mails about a request."""
    person.open("/mailbox")
    return " ".join(person.page.locator("main tr", has_text=reference).all_inner_texts())
