"""What journeys of accounts share: mails with links, and users of their own that no other journey knows."""

import itertools
import re
from collections.abc import Callable

from browser import Person
from eventually import eventually
from playwright.sync_api import Page

ADMINISTRATOR = "sanne@vandijk.example"
NEW_PASSWORD = "een paard van karton"
Visit = Callable[..., Person]
_numbers = itertools.count(1)


def new_address() -> str:
    return f"lotte{next(_numbers)}@vandijk.example"


def link_in_mail(person: Person, address: str, path: str) -> str:
    """The address below `path` that the newest mail to somebody carries, read in the demo's mailbox."""
    beside = person.page.context.new_page()
    try:
        return eventually(lambda: _link(beside, person.portal.url, address, path))
    finally:
        beside.close()


def _link(page: Page, url: str, address: str, path: str) -> str:
    """Empty as long as it has not come. Mails are listed newest first."""
    page.goto(f"{url}/mailbox")
    rows = page.locator("main tbody tr", has_text=address)
    mails = [row.locator("a").get_attribute("href") for row in rows.all()]
    for mail in mails:
        page.goto(f"{url}{mail}")
        if found := re.search(rf"{path}/[0-9a-f]{{32}}\.[\w-]{{43}}", page.content()):
            return found[0]
    return ""


def invite(administrator: Person, address: str, name: str = "Lotte Smit", *rights: str) -> None:
    """Invite somebody who sees nothing yet; the administrator ends at the new user's page."""
    administrator.open("/users/new")
    administrator.page.locator("input[name=name]").fill(name)
    administrator.page.locator("input[name=email]").fill(address)
    for right in rights:
        administrator.page.locator(f"input[name=rights][value={right}]").check()
    administrator.page.locator("input[name=sees][value=chosen]").check()
    administrator.press("main form button[type=submit]")


def come_in(person: Person, address: str, *, password: str = NEW_PASSWORD) -> None:
    """Set a password through the link of the newest mail, and log in with it."""
    person.open(link_in_mail(person, address, "/password"))
    person.page.locator("input[name=password]").fill(password)
    person.press("main form button[type=submit]")
    log_in(person, address, password)


def log_in(person: Person, address: str, password: str = NEW_PASSWORD) -> None:
    person.send_login(address, password)


def guess(person: Person, sentence: str) -> None:
    """Try to log in with wrong passwords until the page says the sentence: each try makes the next pause longer."""
    address = new_address()

    def is_slowed_down() -> bool:
        log_in(person, address, "fout fout fout")
        return sentence in person.main

    eventually(is_slowed_down)


def a_user(visit: Visit, administrator: Person, *rights: str) -> tuple[Person, str]:
    """Somebody who was invited and is logged in, with the address of his page in the administrator's portal."""
    address, user = new_address(), visit()
    invite(administrator, address, "Lotte Smit", *rights)
    page = administrator.path.split("?")[0]
    come_in(user, address)
    assert user.path == "/", user.main
    return user, page
