"""The demo data, loaded once for each run of the tests; embedded portals start on copies of it."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from portal import Portal

PROCESS_FILES = shutil.ignore_patterns("*.sock", "lock")
"""Files of a stopped portal that are not data."""


def copy_demo_data(factory: pytest.TempPathFactory, var: Path) -> None:
    """Fill the new folder `var` with the data of a portal that has loaded the demo and has been stopped."""
    shutil.copytree(_demo_data(_shared_folder(factory)), var, ignore=PROCESS_FILES)


def _demo_data(shared: Path) -> Path:
    """The folder with demo data. The first test process creates it, the others wait for it."""
    var, complete = shared / "demo-data", shared / "demo-data.complete"
    with (shared / "demo-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            portal = Portal(var)
            portal.start()
            portal.stop()
            complete.touch()
    return var


def _shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run; with pytest-xdist, the parent of the folders of its workers."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
