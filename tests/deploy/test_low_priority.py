"""Processes of low-priority services run with a higher niceness."""

import os
import subprocess
import sys

import pytest

from deploy.run.service import AUTOGROUP, NICENESS

MAX_NICENESS = 19
"""The maximum (setpriority(2)); the tests themselves may run with a higher niceness."""
PROGRAM = (
    "import os; from deploy.run.service import lower_priority; lower_priority(); print(os.nice(0), open('{}').read())"
)


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this system does not weigh sessions before processes")
def test_lower_priority_also_applies_to_the_autogroup() -> None:
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(AUTOGROUP)],
        start_new_session=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.startswith(f"{min(os.nice(0) + NICENESS, MAX_NICENESS)} ")
    assert process.stdout.strip().endswith(f"nice {NICENESS}")
