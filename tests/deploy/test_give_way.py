"""A process for whose work nobody waits gives way to others."""

import os
import subprocess
import sys

import pytest

from deploy.run.service import AUTOGROUP, NICENESS

NICEST = 19
"""The highest niceness that there is (setpriority(2)); the tests themselves may run with one."""
GIVES_WAY = (
    "import os; from deploy.run.service import lower_priority; lower_priority(); print(os.nice(0), open('{}').read())"
)


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this system does not weigh sessions before processes")
def test_a_process_with_a_session_of_its_own_gives_way_as_a_session_too() -> None:
    told = subprocess.run(
        [sys.executable, "-c", GIVES_WAY.format(AUTOGROUP)],
        start_new_session=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith(f"{min(os.nice(0) + NICENESS, NICEST)} ")
    assert told.stdout.strip().endswith(f"nice {NICENESS}")
