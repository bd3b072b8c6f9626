"""A person with a browser; detects browser errors, horizontal scrolling and accessibility violations."""

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize
from portal import PASSWORD, Portal

NARROW = 861
"""The width at which most tables scroll within their card."""
WIDTHS = (
    1366,  # a wide screen
    NARROW,  # the narrowest width of the layout with a side bar
    421,  # the narrowest width of the layout for tablets, without a side bar
    320,  # the narrowest width of the layout for phones: WCAG 2.2, criterion 1.4.10, requires that pages fit it
)
"""Widths of windows in CSS pixels; `gateway/static/style/media.css` has the layouts."""
HEIGHT = 500
"""Less than that of real screens, because drawing takes time in proportion."""
SCREEN: ViewportSize = {"width": WIDTHS[0], "height": HEIGHT}
PAGE_TIMEOUT = 120.0
"""Seconds that any action of the browser may take, such as loading a page, also on a busy machine."""
REFERENCE = re.compile(r"SR-\d{4}-\d{4}-\d")
_sessions: dict[tuple[str, str, bool], list[Any]] = {}
"""Cookies of the users who have logged in, by portal, e-mail address and whether the browser runs scripts."""


class Person:
    """A person at the portal. `browser_errors` are the errors and warnings that the browser reports."""

    def __init__(self, portal: Portal, page: Page, *, scripts: bool) -> None:
        self.portal, self.page, self.scripts = portal, page, scripts
        self.browser_errors: list[str] = []
        self._listeners: dict[str, Callable[[Any], None]] = {
            "pageerror": self._on_page_error,
            "console": self._on_console,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def stop_listening(self) -> None:
        """Stop recording browser errors."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def open(self, path: str) -> None:
        self.page.goto(self.portal.url + path)

    def log_in(self, email: str, *, new_session: bool = False) -> None:
        """Log in as a user of the demo; ends at the first page.

        The form is sent once for each kind of browser; later the session is reused, unless it has ended or a test asks
        for another one with `new_session`.
        """
        key = (self.portal.url, email, self.scripts)
        if key in _sessions and not new_session:
            self.page.context.add_cookies(_sessions[key])
            self.open("/")
            if not self.path.startswith("/login"):
                return
        self.send_login(email, PASSWORD)
        assert self.path in ("/", "/backoffice/"), self.main
        if not new_session:
            _sessions[key] = self.page.context.cookies()

    def send_login(self, email: str, password: str) -> None:
        """Fill in the form and send it."""
        self.open("/login")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.press("main form button[type=submit]")

    def press(self, selector: str) -> None:
        """Click an element that leads to another page, and wait for that page."""
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

    def check_page(self, *, axe: bool) -> None:
        """Fails if the page is wider than the screen at any of `WIDTHS`, or violates a rule of axe."""
        if axe:
            self.page.evaluate(AXE_SCRIPT)
            self._assert_no_violations(WCAG_AND_BEST_PRACTICE)
        for width in WIDTHS:
            if width != SCREEN["width"]:
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
            excess = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert excess <= 0, f"{self.path} is {excess} px too wide at {width}"
            if axe and width == NARROW:
                self._assert_no_violations(SCROLLED)
        self.page.set_viewport_size(SCREEN)

    def _assert_no_violations(self, rules: list[str]) -> None:
        """`rules`: names or tags of axe's rules."""
        violations = self.page.evaluate(VIOLATIONS, rules)
        assert violations == [], f"{self.path}: {violations}"

    def _on_page_error(self, error: Any) -> None:
        self.browser_errors.append(str(error))

    def _on_console(self, message: Any) -> None:
        """The page's own 4xx or 5xx response is not recorded: tests assert its status or its text."""
        is_page_status = message.location["url"] == self.page.url and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not is_page_status:
            self.browser_errors.append(message.text)


OpenBrowser = Callable[..., Person]
"""The fixture `open_browser`: returns a person with a browser, in which JavaScript is disabled if `scripts=False`."""


class Windows:
    """Windows of one browser, each with its own cookies; reused, because opening one takes a second of CPU time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Page]] = {True: [], False: []}

    @contextlib.contextmanager
    def people(self) -> Iterator[Callable[..., Person]]:
        """Yields a function that creates a person at a portal, in an empty window.

        At the end releases the windows; fails if a browser reported an error.
        """
        people: list[Person] = []

        def open_window(portal: Portal, *, scripts: bool = True) -> Person:
            people.append(Person(portal, self._open(scripts=scripts), scripts=scripts))
            return people[-1]

        yield open_window
        for person in people:
            person.stop_listening()
            self._clear(person.page, scripts=person.scripts)
        assert [error for person in people for error in person.browser_errors] == []

    def _open(self, *, scripts: bool) -> Page:
        if self._free[scripts]:
            return self._free[scripts].pop()
        page = self._browser.new_context(java_script_enabled=scripts, viewport=SCREEN, locale="nl-NL").new_page()
        page.set_default_timeout(1000 * PAGE_TIMEOUT)
        return page

    def _clear(self, page: Page, *, scripts: bool) -> None:
        """Reset a window to no cookies and one empty page. The portal stores nothing else in a browser."""
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.goto("about:blank")
        page.context.clear_cookies()
        page.set_viewport_size(SCREEN)
        page.emulate_media(media="null")
        self._free[scripts].append(page)


AXE_SCRIPT = Axe().axe_script
VIOLATIONS = """rules => {
  const moreRows = ["tbody tr:nth-child(n+7)"];  // have the columns of the first ones, and take most of the time
  const options = { runOnly: rules, resultTypes: ["violations"] };
  return axe.run({ exclude: moreRows }, options).then(run => run.violations.map(one => [one.id, one.nodes[0].html]));
}"""
WCAG_AND_BEST_PRACTICE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Tags of axe's rules for WCAG 2.2, levels A and AA, and for best practices."""
SCROLLED = ["scrollable-region-focusable"]
"""Scrollable regions can be scrolled by keyboard."""
