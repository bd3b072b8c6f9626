"""Skips tests whose requirements the machine does not meet."""

import os
from typing import NoReturn

import pytest

REQUIRED = "MACHINEPARK_REQUIRE_SERVICES"


def skip_or_fail(why: str) -> NoReturn:
    """Skip the test with a reason; fail where all servers are required."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"NOT TESTED: {why}", pytrace=False)
    pytest.skip(f"NOT TESTED: {why} ({REQUIRED}=1 makes this a failure)")
