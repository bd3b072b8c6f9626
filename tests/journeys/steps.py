"""Steps of several journeys: orders, service requests, messages, customers, registrations."""

import datetime as dt
import re

from browser import REFERENCE, Person
from demo_mailbox import subjects
from people import NEW_PASSWORD, link_in_mail, new_address

ORDER_NUMBER = re.compile(r"SO-\d{4}-\d{4}-\d")
MESSAGE_NUMBER = re.compile(r"CM-\d{4}-\d{4}-\d")
MACHINE_TABS = ["", "/supplies", "/readings", "/service-history", "/orders"]
"""Paths below that of a machine."""
TOMORROW = (dt.date.today() + dt.timedelta(days=1)).isoformat()  # noqa: DTZ011  # a day on a form


def switch_language(person: Person, language: str) -> None:
    """Switch the pages to `nl` or `en`."""
    if person.page.locator("html").get_attribute("lang") != language:
        person.press('form[action="/language"] button')
    assert person.page.locator("html").get_attribute("lang") == language


def number_on(person: Person, pattern: re.Pattern[str]) -> str:
    """The first reference number on the page that matches the pattern."""
    match = pattern.search(person.main)
    assert match, person.main
    return match[0]


def go_to_machine(person: Person, name: str) -> None:
    person.open(f"/machines?text={name}")
    person.press(f'main tbody a:text-is("{name}")')


def fill_basket(customer: Person, machine: str) -> None:
    """Put a toner for a machine into the basket; ends at the basket."""
    go_to_machine(customer, machine)
    customer.press('form[action="/basket/add"] button')
    assert machine in customer.main


def give_address(customer: Person) -> None:
    """From the basket or the delivery address; ends at the page that shows the whole order. Another journey may have
    ordered the same supply: then a reason is given."""
    if customer.path == "/basket":
        customer.press("main .actions button.primary")
    reason = customer.page.locator("main input[name=reason]:not([type=hidden])")
    if reason.count() and not reason.input_value():
        reason.fill("Nog een doos.")
    customer.press("main form button.primary")
    assert customer.path.startswith("/basket/check"), customer.main


def send_order(customer: Person) -> str:
    """Send the order; returns its reference number."""
    customer.press("main form.actions button.primary")
    return number_on(customer, ORDER_NUMBER)


def ship_order(staff: Person) -> None:
    """Fill in the form of a shipment."""
    staff.page.locator("input[name=carrier]").fill("PostNL")
    staff.page.locator("input[name=tracking_number]").fill("3SABC12345")
    staff.page.locator("input[name=tracking_url]").fill("https://carrier.example/3SABC12345")


def file_request(customer: Person, machine: str) -> str:
    """File a service request; returns its reference number."""
    go_to_machine(customer, machine)
    customer.press('a[href*="/service-requests/new"]')
    customer.page.locator("input[name=category]").first.check()
    customer.page.locator("textarea[name=description]").fill("Het papier loopt vast.")
    customer.press("main form button.primary")
    customer.press("main form button.primary")
    return number_on(customer, REFERENCE)


def accept_request(staff: Person, reference: str) -> str:
    """Accept a request; returns the path of its page, where staff end."""
    page_path = f"/backoffice/service-requests/{reference}"
    staff.open(page_path)
    staff.press(f'form[action="{page_path}/accept"] button')
    return page_path


def fill_in_visit(staff: Person, *, begins_at: str = "10:00", ends_at: str = "12:00") -> None:
    values = {"day": TOMORROW, "begins_at": begins_at, "ends_at": ends_at, "technician": "Kees"}
    for name, value in values.items():
        staff.page.locator(f"input[name={name}]").fill(value)


def write_message(person: Person, text: str) -> None:
    """Send a message on the page of a service request."""
    person.page.locator("textarea[name=text]").fill(text)
    person.press('form[action$="/messages"] button')
    assert text in person.page.locator("section[aria-labelledby=messages]").inner_text()


def resolve_request(staff: Person) -> None:
    staff.page.locator("textarea[name=note]").fill("Rol vervangen.")
    staff.press("main form button.primary")


def send_message(person: Person, text: str) -> str:
    """Send the contact form; returns the message's reference number."""
    person.open("/contact")
    person.page.locator("textarea[name=text]").fill(text)
    person.press("main form[method=post] button[type=submit]")
    return number_on(person, MESSAGE_NUMBER)


def answer_message(staff: Person, text: str) -> None:
    staff.page.locator("textarea[name=note]").fill(text)
    staff.press("main form button[type=submit]")


def has_mail(person: Person, subject: str) -> bool:
    """Whether the demo's mailbox has a mail with this subject."""
    return subjects(person.portal, subject) != []


def create_customer(staff: Person, name: str, number: str = "") -> str:
    """Create a customer; returns the path of its page."""
    staff.open("/backoffice/customers/new")
    staff.page.locator("input[name=customer_number]").fill(number or new_address().split("@")[0])
    staff.page.locator("input[name=name]").fill(name)
    staff.page.locator("input[name=address-street]").fill("Kade 1")
    staff.page.locator("input[name=address-city]").fill("Delft")
    staff.press("main form button[type=submit]")
    return staff.path.split("?")[0]


def invite_to_customer(staff: Person, customer_path: str, address: str, *rights: str) -> str:
    """Staff invite a user of a customer; returns the path of the user's page."""
    staff.open(f"{customer_path}/users/new")
    return _invite(staff, address, *rights)


def invite_to_staff(manager: Person, address: str, *rights: str) -> str:
    """Invite a member of staff; returns the path of the member's page."""
    manager.open("/backoffice/staff/new")
    return _invite(manager, address, *rights)


def _invite(person: Person, address: str, *rights: str) -> str:
    person.page.locator("input[name=name]").fill("Eva Prins")
    person.page.locator("input[name=email]").fill(address)
    for right in rights:
        person.page.locator(f"input[name=rights][value={right}]").check()
    person.press("main form button[type=submit]")
    return person.path.split("?")[0]


def ask_for_account(person: Person, address: str, customer_number: str) -> None:
    """Register, from the login page; ends at the page that refers to the mail."""
    person.open("/login")
    person.press('a[href="/register"]')
    for name, typed in {"customer_number": customer_number, "name": "Noor Jansen", "email": address}.items():
        person.page.locator(f"input[name={name}]").fill(typed)
    person.page.locator("input[name=password]").fill(NEW_PASSWORD)
    person.press("main form button[type=submit]")
    assert person.path.startswith("/register?done=sent."), person.main


def confirm_address(person: Person, address: str) -> None:
    """Confirm the address of a registration, by the link in the mail."""
    person.open(link_in_mail(person, address, "/register/confirm"))
    person.press("main form button[type=submit]")
    assert person.path.startswith("/register?done=confirmed."), person.main


def open_account_request(person: Person, address: str) -> None:
    """Open the registration with this address from the list."""
    person.open("/registrations")
    person.press(f"main tbody tr:has-text('{address}') a")


def choose_machines(administrator: Person, text: str, number: int) -> None:
    """Tick the first machines of a search."""
    administrator.open(f"/machines?text={text}")
    for box in administrator.page.locator("main tbody input[name=machine_id]").all()[:number]:
        box.check()


def open_group_users(administrator: Person, group_path: str, page_path: str) -> None:
    """Open the form that adds users to a group, filtered by the user of that page."""
    administrator.open(page_path)
    address = administrator.page.locator("main .page-head .lead").inner_text().split()[-1]
    administrator.open(f"{group_path}/users?text={address}")
