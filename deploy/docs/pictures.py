"""`make pictures`: take the screenshots for the README and for the articles that come with the software, of a running
demo."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from deploy.docs import article_pictures, readme_pictures

ROOT = Path(__file__).parents[2]
PORT = 8193
URL = f"http://127.0.0.1:{PORT}"
START_SECONDS = 120


def main() -> None:
    """Start a demo in a temporary folder, take the screenshots and stop the demo."""
    with _demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for pictures in (article_pictures, readme_pictures):
            for path in pictures.take(browser, URL):
                sys.stdout.write(f"{path.relative_to(ROOT)}\n")
        browser.close()


@contextmanager
def _demo() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"MACHINEPARK_VAR": f"{folder}/var", "MACHINEPARK_PORT": str(PORT)}
        command = [sys.executable, "-m", "deploy.cli.main", "up", "--demo"]
        silence = subprocess.DEVNULL
        portal = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=silence, stderr=silence)  # noqa: S603  # no user input
        try:
            _wait_until_started()
            yield
        finally:
            portal.terminate()
            portal.wait(60)


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
