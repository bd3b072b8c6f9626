"""PostgreSQL goes away, a disk is full: what was acknowledged is there, what could not be done was said."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from alone import Alone
from counting import count
from customers import Crowd
from installation import Installation

AWAY_SECONDS, BUSY_SECONDS = 20.0, 10.0
MEGABYTES = 60


@pytest.mark.long
def test_a_database_server_that_is_stopped_for_twenty_seconds_under_load(installation: Installation) -> None:
    crowd = Crowd(installation)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    installation.database.stop()
    crowd.work(AWAY_SECONDS)
    installation.database.start()
    crowd.work(BUSY_SECONDS)
    journal = crowd.leave()
    assert journal.statuses[503]
    count(installation)


@pytest.mark.long
def test_a_disk_without_room_for_the_database(small_disk: Path) -> None:
    with Alone(small_disk / "var", small_disk.parent / "beside") as installation:
        crowd = Crowd(installation)
        crowd.come()
        crowd.work(BUSY_SECONDS)
        filling = small_disk / "filling"
        _fill(filling)
        crowd.work(BUSY_SECONDS)
        filling.unlink()
        crowd.work(BUSY_SECONDS)
        journal = crowd.leave()
        assert any("geen ruimte" in told for told in journal.refusals), journal.refusals
        count(installation)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own; only root may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("NOT TESTED: a full disk: no file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while True:
            out.write(b"\0" * 4096)
