"""Fixtures: a running portal and persons with browsers."""

import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

import full_installation
from browser import Person, Windows
from demo_data import copy_demo_data
from full_installation import FullInstallation
from portal import Portal
from private_servers import free_port
from skipping import skip_or_fail


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Distribute tests among workers by installation (`workers.py`)."""
    from workers import LoadInstallationScheduling  # imports pytest-xdist

    return LoadInstallationScheduling(config, log)


@pytest.fixture(scope="session")
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Embedded mode; with MACHINEPARK_TEST_MODE=full the installation of `full_portal`."""
    if os.environ.get("MACHINEPARK_TEST_MODE") == "full":
        yield request.getfixturevalue("full_portal")
        return
    var = tmp_path_factory.mktemp("portal") / "var"
    copy_demo_data(tmp_path_factory, var)
    running = Portal(var, settings={"MACHINEPARK_METRICS_PORT": str(free_port())})
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def full_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullInstallation]:
    """Full mode: many processes, on RabbitMQ and PostgreSQL."""
    installation = full_installation.start(tmp_path_factory.mktemp("full") / "var")
    yield installation
    full_installation.tear_down(installation)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not program:
        skip_or_fail("no chromium on this machine; install it: as root with apt-get, `make browser` does so")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Windows:
    return Windows(chromium)


@pytest.fixture
def open_browser(portal: Portal, windows: Windows) -> Iterator[Callable[..., Person]]:
    """`open_browser()` returns a person with a browser; with `scripts=False`, JavaScript is disabled."""
    with windows.people() as open_window:
        yield functools.partial(open_window, portal)
