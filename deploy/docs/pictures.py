"""`make pictures`: takes the README's screenshots of the demo in a browser."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
PORT = 8193
URL = f"http://127.0.0.1:{PORT}"
PASSWORD = "demo-machinepark"  # noqa: S105  # a demo's password is no secret: it is printed at every start
WIDE, PHONE = {"width": 1366, "height": 860}, {"width": 390, "height": 844}
ARRIVES_SECONDS = 120


def main() -> None:
    """Start a demo in a temporary folder, take the screenshots, stop it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"MACHINEPARK_VAR": f"{folder}/var", "MACHINEPARK_PORT": str(PORT)}
        command = [sys.executable, "-m", "deploy.cli.main", "up", "--demo"]
        portal = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
        try:
            _wait()
            _take()
        finally:
            portal.terminate()
            portal.wait(60)


def _take() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport=WIDE, locale="en-GB").new_page()  # type: ignore[arg-type]  # a size
        _log_in(page, "james@vandijk.example")
        _picture(page, "overview")
        _open_machine(page, "Balie 1")
        _picture(page, "supplies")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
        _picture(page, "phone")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a size
        page.locator('form[action="/basket/add"] button').first.click()
        page.locator("main .actions button.primary").click()
        page.locator("main form button.primary").click()
        page.locator("main form.actions button.primary").click()
        page.locator("main a.primary").click()
        page.wait_for_load_state("networkidle")
        _picture(page, "order")
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


def _picture(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def _wait() -> None:
    for _ in range(ARRIVES_SECONDS * 2):
        try:
            with urllib.request.urlopen(f"{URL}/healthz", timeout=2):  # noqa: S310  # our own address
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The demo does not start; run `make run` to see why.")


if __name__ == "__main__":
    main()
