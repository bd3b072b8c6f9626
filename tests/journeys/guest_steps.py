"""Steps of guests, who have no account, and of the customer who lets them."""

import re

from browser import REFERENCE, Person
from steps import ORDER_NUMBER, go_to_machine, number_on

ACTIONS = ("order_supplies", "request_service", "ask_status")
_NUMBER, _POSTCODE = re.compile(r"\b(?:nr|no)\. (\w+)"), re.compile(r"\b\d{4} [A-Z]{2}\b")


def allow_guests(administrator: Person) -> None:
    """Everything, at all machines; ends at the settings."""
    administrator.open("/guest-access")
    for action in ACTIONS:
        administrator.page.locator(f"input[name={action}_where][value=everywhere]").check()
    administrator.press("main form#typed button.primary")


def stop_guests(administrator: Person) -> None:
    """For other journeys, which find guest access as it is at first."""
    administrator.open("/guest-access")
    administrator.press('form[action="/guest-access/stop"] button')


def number_and_postcode(administrator: Person, machine: str) -> tuple[str, str]:
    """Of a machine of the demo, as its page shows them."""
    go_to_machine(administrator, machine)
    number, postcode = _NUMBER.search(administrator.main), _POSTCODE.search(administrator.main)
    assert number, administrator.main
    assert postcode, administrator.main
    return number[1], postcode[0]


def label_of(administrator: Person, machine: str) -> str:
    """The path that the machine's label opens; the label is issued if there is none."""
    go_to_machine(administrator, machine)
    administrator.press('main a[href$="/label"]')
    if not administrator.page.locator('main a[href*="/g/"]').count():
        administrator.press('main form[action$="/label"] button, main form[action*="/label/"] button')
    url = administrator.page.locator('main a[href*="/g/"]').first.get_attribute("href") or ""
    return "/g/" + url.rpartition("/g/")[2]


def find_machine(guest: Person, number: str, postcode: str) -> None:
    guest.open("/guest")
    guest.page.locator("input[name=equipment_number]").fill(number)
    guest.page.locator("input[name=postcode]").fill(postcode)
    guest.press("main form#typed button.primary")


def begin(guest: Person, action: str) -> None:
    """From the page of the machine: `order` or `request`."""
    guest.press(f'main form[action="/guest/{action}"] button')


def scan(guest: Person, label: str) -> None:
    """Open what the label leads to; without JavaScript, by its button. Ends at the page of the machine."""
    guest.open(label)
    if not guest.scripts:
        guest.press("main form#typed button.primary")
    guest.page.wait_for_selector('main form[action="/guest/request"]')


def fill_in_who(guest: Person, address: str) -> None:
    guest.page.locator("input#name").fill("Ine Willems")
    guest.page.locator("input#email").fill(address)


def fill_in_order(guest: Person, address: str) -> None:
    """From the form to the page with the answers; another journey may have ordered the same: then a reason is given."""
    guest.page.locator("input[name=quantity]").first.fill("1")
    if guest.page.locator("input#reason").count():
        guest.page.locator("input#reason").fill("Nog een doos.")
    fill_in_who(guest, address)
    guest.press("main form#typed button.primary")


def fill_in_request(guest: Person, address: str) -> None:
    """From the form to the page with the answers."""
    guest.page.locator("input[name=category]").first.check()
    guest.page.locator("textarea[name=description]").fill("Het papier loopt vast.")
    fill_in_who(guest, address)
    guest.press("main form#typed button.primary")


def send(guest: Person) -> str:
    """Send the answers; returns the reference number on the next page."""
    guest.press("main form#typed button.primary")
    return number_on(guest, ORDER_NUMBER if "/order/" in guest.path else REFERENCE)


def find_status(guest: Person, reference: str, address: str) -> None:
    guest.open("/guest/status")
    guest.page.locator("input#reference_number").fill(reference)
    guest.page.locator("input#email").fill(address)
    guest.press("main form#typed button.primary")
