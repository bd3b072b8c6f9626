"""Guests order, report and follow the status without an account (docs/features.md#guests)."""

import pytest
from browser import OpenBrowser
from guest_steps import (
    allow_guests,
    begin,
    fill_in_order,
    fill_in_request,
    fill_in_who,
    find_machine,
    find_status,
    label_of,
    number_and_postcode,
    scan,
    send,
    stop_guests,
)
from people import ADMINISTRATOR, link_in_mail, new_address

MACHINES = {"nl": "Receptie 1", "en": "Receptie 3"}


@pytest.mark.parametrize(
    ("language", "scripts"), [("nl", True), ("en", False)], ids=["Dutch", "English, no JavaScript"]
)
def test_guests_order_by_number_and_report_by_label(open_browser: OpenBrowser, language: str, scripts: bool) -> None:
    administrator, guest, other = open_browser(), open_browser(scripts=scripts), open_browser(scripts=scripts)
    administrator.log_in(ADMINISTRATOR)
    allow_guests(administrator)
    machine, ine, bea = MACHINES[language], new_address(), new_address()
    number, postcode = number_and_postcode(administrator, machine)
    find_machine(guest, number.lower(), "9999 ZZ")
    assert guest.page.locator("#problems").is_visible()
    find_machine(guest, number, postcode.replace(" ", "").lower())
    begin(guest, "order")
    fill_in_order(guest, ine)
    order = send(guest)
    guest.open(link_in_mail(guest, ine, "/guest/status/orders"))
    assert order in guest.main

    label = label_of(administrator, machine)
    scan(guest, label)
    begin(guest, "request")
    fill_in_request(guest, ine)
    request = send(guest)
    scan(other, label)
    begin(other, "request")
    other.press('main form[action="/guest/request/seen"] button')
    fill_in_who(other, bea)
    assert send(other) == request
    for reference, address, person in ((order, ine, guest), (request, bea, other)):
        find_status(person, reference, "niemand@vandijk.example")
        assert reference not in person.page.locator("h1").inner_text()
        find_status(person, reference, address)
        assert reference in person.page.locator("h1").inner_text()

    administrator.open("/guest-access")
    assert order in administrator.main
    assert request in administrator.main
    administrator.open(f"/service-requests/{request}")
    assert bea in administrator.main
    stop_guests(administrator)
