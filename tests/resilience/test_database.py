"""PostgreSQL stops, or the disk is full: acknowledged work exists, and failed requests say so."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from embedded_installation import EmbeddedInstallation
from installation import Installation
from verification import verify
from workload import Workload

AWAY_SECONDS, BUSY_SECONDS = 20.0, 10.0
MEGABYTES = 60


@pytest.mark.long
def test_nothing_is_lost_when_the_database_stops_for_twenty_seconds(installation: Installation) -> None:
    workload = Workload(installation)
    workload.start()
    workload.run_for(BUSY_SECONDS)
    installation.database.stop()
    workload.run_for(AWAY_SECONDS)
    installation.database.start()
    workload.run_for(BUSY_SECONDS)
    journal = workload.stop()
    assert journal.statuses[503]
    verify(installation)


@pytest.mark.long
def test_nothing_is_lost_when_the_disk_is_full(small_disk: Path) -> None:
    with EmbeddedInstallation(small_disk / "var", small_disk.parent / "beside") as installation:
        workload = Workload(installation)
        workload.start()
        workload.run_for(BUSY_SECONDS)
        filler = small_disk / "filling"
        _fill(filler)
        workload.run_for(BUSY_SECONDS)
        filler.unlink()
        workload.run_for(BUSY_SECONDS)
        journal = workload.stop()
        assert any("geen ruimte" in refusal for refusal in journal.refusals), journal.refusals
        verify(installation)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system; only root may mount one."""
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
