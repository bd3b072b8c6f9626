"""`make pictures`: take the README's screenshots of the demo in a browser."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from deploy.demo.people import PASSWORD

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
PORT = 8193
URL = f"http://127.0.0.1:{PORT}"
WIDE: ViewportSize = {"width": 1366, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
START_SECONDS = 120


def main() -> None:
    """Start a demo in a temporary folder, take the screenshots and stop the demo."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"MACHINEPARK_VAR": f"{folder}/var", "MACHINEPARK_PORT": str(PORT)}
        command = [sys.executable, "-m", "deploy.cli.main", "up", "--demo"]
        portal = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # no user input
        try:
            _wait_until_started()
            _take_screenshots()
        finally:
            portal.terminate()
            portal.wait(60)


def _take_screenshots() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport=WIDE, locale="en-GB").new_page()
        _log_in(page, "james@vandijk.example")
        _screenshot(page, "overview")
        _open_machine(page, "Balie 1")
        _screenshot(page, "supplies")
        page.set_viewport_size(PHONE)
        _screenshot(page, "phone")
        page.set_viewport_size(WIDE)
        page.locator('form[action="/basket/add"] button').first.click()
        page.locator("main .actions button.primary").click()
        page.locator("main form button.primary").click()
        page.locator("main form.actions button.primary").click()
        page.locator("main a.primary").click()
        page.wait_for_load_state("networkidle")
        _screenshot(page, "order")
        browser.close()


def _open_machine(page: Page, name: str) -> None:
    page.goto(f"{URL}/machines?text={name}")
    page.get_by_role("link", name=re.compile(f"^{name}$")).first.click()
    page.locator('.tabs a[href$="/supplies"]').click()
    page.wait_for_load_state("networkidle")


def _log_in(page: Page, email: str) -> None:
    page.goto(f"{URL}/login")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state("networkidle")


def _screenshot(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def _wait_until_started() -> None:
    for _ in range(START_SECONDS * 2):
        try:
            with urllib.request.urlopen(f"{URL}/healthz", timeout=2):  # noqa: S310  # a constant address
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"The demo did not start within {START_SECONDS} s. To see why, run: make run")


if __name__ == "__main__":
    main()
