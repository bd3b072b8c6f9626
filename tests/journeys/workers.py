"""Assigns tests to the worker processes of `pytest -n 3`: those that use the same installation share a worker.

pytest-xdist's own `--dist loadgroup` does not work: version 3.8 writes the group into an attribute that pytest 9.2 no
longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

IN_FULL_MODE = ("test_full_mode", "test_gateway_killed", "test_metrics", "test_revocation", "test_two_processes")
"""Modules with tests in full mode: many processes, on RabbitMQ and PostgreSQL."""


class LoadInstallationScheduling(LoadScopeScheduling):
    """Assigns whole groups of tests to workers, the largest group first."""

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test: "full mode", "resilience", or its module; of `test_every_page.py`, the test alone."""
        file, _, name = nodeid.partition("::")
        if "[full" in name or file.rpartition("/")[2].removesuffix(".py") in IN_FULL_MODE:
            return "full mode"
        if "/resilience/" in file:
            return "resilience"
        return nodeid if file.endswith("/test_every_page.py") else file
