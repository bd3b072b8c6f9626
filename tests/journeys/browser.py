"""A person at a browser, who notices what a person should never have to: faults, overflow, barriers."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from portal import PASSWORD, Portal

WIDTHS = (1366, 1024, 900, 390, 320)
NARROW = 900
"""The width at which most tables scroll within their card."""
REFERENCE = re.compile(r"SR-\d{4}-\d{4}-\d")


class Person:
    """Somebody with the portal open. What the browser complains of is kept in `complaints`."""

    def __init__(self, portal: Portal, context: BrowserContext, *, scripts: bool) -> None:
        self.portal, self.scripts = portal, scripts
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def open(self, path: str) -> None:
        self.page.goto(self.portal.url + path)

    def log_in(self, email: str) -> None:
        self.open("/login")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("main form button")
        assert self.path in ("/", "/backoffice/"), self.path

    def press(self, selector: str) -> None:
        """Press what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.portal.url)

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    @property
    def main(self) -> str:
        return self.page.locator("main").inner_text()

    def look_around(self) -> None:
        """Fails when this page has a barrier (axe, WCAG 2.2 AA) or is wider than a screen of any width."""
        if self.scripts:
            self._fail_on_barriers(AXE)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.locator("html").bounding_box()
            assert wide is not None
            if self.scripts:
                over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert over <= 0, f"{self.path} is {over} px too wide at {width}"
                if width == NARROW:
                    self._fail_on_barriers(SCROLLED)
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def _fail_on_barriers(self, rules: dict[str, Any]) -> None:
        found = Axe().run(self.page, options=rules).response["violations"]
        assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]

    def _hear(self, message: Any) -> None:
        of_this_page = message.location["url"] == self.page.url and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not of_this_page:
            self.complaints.append(message.text)


AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SCROLLED = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable"]}}
"""What scrolls can be scrolled by keyboard."""
