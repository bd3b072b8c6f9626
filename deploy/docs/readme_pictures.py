"""Screenshots of the README: whole pages in English."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from deploy.demo.people import PASSWORD

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDE: ViewportSize = {"width": 1366, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}


def take(browser: Browser, url: str) -> Iterator[Path]:
    """Take the screenshots of the demo at `url`; yields each file after it was taken."""
    page = browser.new_context(viewport=WIDE, locale="en-GB", base_url=url).new_page()
    log_in(page, "james@vandijk.example")
    yield _screenshot(page, "overview")
    open_machine(page, "Balie 1")
    page.locator('.tabs a[href$="/supplies"]').click()
    page.wait_for_load_state("networkidle")
    yield _screenshot(page, "supplies")
    page.set_viewport_size(PHONE)
    yield _screenshot(page, "phone")
    page.set_viewport_size(WIDE)
    page.locator('form[action="/basket/add"] button').first.click()
    page.locator("main .actions button.primary").click()
    page.locator("main form button.primary").click()
    page.locator("main form.actions button.primary").click()
    page.locator("main a.primary").click()
    page.wait_for_load_state("networkidle")
    yield _screenshot(page, "order")


def log_in(page: Page, email: str) -> None:
    """Log in as a user of the demo."""
    page.goto("/login")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state("networkidle")


def open_machine(page: Page, name: str) -> None:
    """Open the page of the machine with this name in the list of machines."""
    page.goto(f"/machines?text={name}")
    page.get_by_role("link", name=re.compile(f"^{name}$")).first.click()


def _screenshot(page: Page, name: str) -> Path:
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    return path
