"""People of the demo, new users that no other journey uses, and links in mails."""

import itertools

from browser import OpenBrowser, Person
from demo_mailbox import newest_link
from eventually import eventually

CUSTOMER_NUMBER = "1048823"
ADMINISTRATOR = "sanne@vandijk.example"
"""Of the customer CUSTOMER_NUMBER; sees all its machines."""
ENGLISH_USER, GROUP_USER = "james@vandijk.example", "pieter@vandijk.example"
"""Of the same customer: one whose language is English, and one who sees the machines of the group Utrecht only."""
STAFF, SERVICE_STAFF = "joris@dealer.example", "mila@dealer.example"
"""Of the dealer's staff: one who also manages customers and staff, and one who handles service requests only."""
NEW_PASSWORD = "een paard van karton"
_numbers = itertools.count(1)


def new_address() -> str:
    return f"lotte{next(_numbers)}@vandijk.example"


def link_in_mail(person: Person, address: str, path: str, *, newer_than: str = "") -> str:
    """The link below `path` in the newest mail to an address. With `newer_than`, the link of an earlier mail, waits for
    one in a later mail."""

    def newest() -> str:
        link = newest_link(person.portal, address, path)
        return "" if link == newer_than else link

    return eventually(newest)


def invite(administrator: Person, address: str, name: str = "Lotte Smit", *rights: str) -> None:
    """Invite a user without machines; the administrator ends at the new user's page."""
    administrator.open("/users/new")
    administrator.page.locator("input[name=name]").fill(name)
    administrator.page.locator("input[name=email]").fill(address)
    for right in rights:
        administrator.page.locator(f"input[name=rights][value={right}]").check()
    administrator.page.locator("input[name=sees][value=chosen]").check()
    administrator.press("main form button[type=submit]")
    confirmation = administrator.page.locator("input[name=without_access]")
    if confirmation.count():  # an invalid form shows its own problems first
        confirmation.check()
        administrator.press("main form button[type=submit]")


def activate_account(person: Person, address: str, *, password: str = NEW_PASSWORD, newer_than: str = "") -> None:
    """Set a password with the link in the newest mail (`newer_than`: see `link_in_mail`), and log in with it."""
    person.open(link_in_mail(person, address, "/password", newer_than=newer_than))
    person.page.locator("input[name=password]").fill(password)
    person.press("main form button[type=submit]")
    log_in(person, address, password)


def log_in(person: Person, address: str, password: str = NEW_PASSWORD) -> None:
    person.send_login(address, password)


def exceed_login_limit(person: Person, sentence: str) -> None:
    """Log in with wrong passwords until the page shows the sentence; each attempt extends the next pause."""
    address = new_address()

    def is_slowed_down() -> bool:
        log_in(person, address, "fout fout fout")
        return sentence in person.main

    eventually(is_slowed_down)


def person_as(open_browser: OpenBrowser, email: str) -> Person:
    """A person who is logged in as a user of the demo."""
    person = open_browser()
    person.log_in(email)
    return person


def new_user(open_browser: OpenBrowser) -> tuple[Person, str]:
    """A new user without machines who is logged in, and the user's e-mail address."""
    administrator, user, address = person_as(open_browser, ADMINISTRATOR), open_browser(), new_address()
    invite(administrator, address)
    activate_account(user, address)
    return user, address


def a_user(open_browser: OpenBrowser, administrator: Person, *rights: str) -> tuple[Person, str]:
    """An invited user who is logged in, and the path of the user's page for the administrator."""
    address, user = new_address(), open_browser()
    invite(administrator, address, "Lotte Smit", *rights)
    page_path = administrator.path.split("?")[0]
    activate_account(user, address)
    assert user.path == "/", user.main
    administrator.open(page_path)  # its path has the id of the invitation; the page now names the person's
    action = administrator.page.locator('form[action$="/rights"]').get_attribute("action") or ""
    return user, action.rsplit("/", 1)[0]
