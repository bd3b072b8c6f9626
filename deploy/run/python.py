"""Checks Python's version before importing modules that an older one cannot parse."""

import sys

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    wanted, found = ".".join(map(str, OLDEST)), sys.version.split()[0]
    sys.exit(
        f"Machinepark needs Python {wanted} or newer; this is {found} ({sys.executable}). "
        "Choose another one: make PYTHON=python3.12 run"
    )
