"""Enables prometheus_client's multiprocess mode for this process and its forks. Must be imported first.

prometheus_client decides on import whether metrics are kept in memory or in files shared by several processes.
"""

import atexit
import os
import shutil
import tempfile

FOLDER = "PROMETHEUS_MULTIPROC_DIR"

if os.environ.get("MACHINEPARK_METRICS_PORT") and FOLDER not in os.environ:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="machinepark-metrics-")

    def _remove(folder: str, owner: int) -> None:
        if os.getpid() == owner:  # not in a forked process
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(_remove, os.environ[FOLDER], os.getpid())
