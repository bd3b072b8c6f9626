"""Pages on which guests order, report and follow the status; see `states.py`."""

from guest_steps import (
    allow_guests,
    begin,
    fill_in_order,
    fill_in_request,
    find_machine,
    find_status,
    number_and_postcode,
    send,
    stop_guests,
)
from people import ADMINISTRATOR, link_in_mail, new_address
from states import OpenBrowserAs, States, assert_visible


def a_guest(open_browser: OpenBrowserAs) -> States:
    administrator, guest, address = open_browser(ADMINISTRATOR), open_browser(), new_address()
    allow_guests(administrator)
    yield administrator
    found = number_and_postcode(administrator, "Expeditie 2")
    find_machine(guest, *found)
    yield guest
    begin(guest, "order")
    yield guest
    guest.press("main form#typed button.primary")
    yield assert_visible(guest, "#lines-problem")
    fill_in_order(guest, address)
    yield guest
    reference = send(guest)
    yield guest
    find_machine(guest, *found)
    begin(guest, "order")
    yield assert_visible(guest, "main .on-its-way")
    guest.open(link_in_mail(guest, address, "/guest/status/orders"))
    yield guest
    find_status(guest, reference, "niemand@vandijk.example")
    yield assert_visible(guest, "#problems")
    find_machine(guest, *found)
    begin(guest, "request")
    guest.press("main form#typed button.primary")
    yield assert_visible(guest, "#description-problem")
    fill_in_request(guest, address)
    yield guest
    request = send(guest)
    find_machine(guest, *found)
    begin(guest, "request")
    yield assert_visible(guest, "#known")
    guest.press('main form[action="/guest/request/seen"] button')
    yield guest
    find_status(guest, request, address)
    yield guest
    administrator.open(f"/service-requests/{request}")
    yield assert_visible(administrator, "#guest")
    administrator.open("/guest-access")
    yield administrator
    stop_guests(administrator)
