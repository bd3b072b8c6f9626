"""Looks at Python's version, before anything is imported that an old one cannot read."""

import sys

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    wanted, found = ".".join(map(str, OLDEST)), sys.version.split()[0]
    sys.exit(
        f"Machinepark needs Python {wanted} or newer; this is {found} ({sys.executable}). "
        "Name another: make PYTHON=python3.12 run"
    )
