"""Importing this lets the numbers of a process and of those that it forks be one. It comes before any other import.

prometheus_client decides when it is imported whether numbers live in memory or in files that several processes share.
"""

import atexit
import os
import shutil
import tempfile

FOLDER = "PROMETHEUS_MULTIPROC_DIR"

if os.environ.get("MACHINEPARK_METRICS_PORT") and FOLDER not in os.environ:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="machinepark-metrics-")

    def _tidy(folder: str, owner: int) -> None:
        if os.getpid() == owner:  # and not one that was forked
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(_tidy, os.environ[FOLDER], os.getpid())
