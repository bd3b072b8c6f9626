"""Which tests share a worker process of `pytest -n 2`: those that use the same installation.

`--dist loadgroup` of pytest-xdist 3.8 writes the group into an attribute that pytest 9.2 no longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

IN_FULL_MODE = ("test_full_mode", "test_gateway_killed", "test_metrics", "test_revocation", "test_two_processes")


class SharingScheduler(LoadScopeScheduling):
    """Hands out groups of tests, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test: full mode, resilience, a single test of `test_every_page.py`, otherwise the module."""
        file, _, name = nodeid.partition("::")
        if "[full" in name or file.rpartition("/")[2].removesuffix(".py") in IN_FULL_MODE:
            return "full mode"
        if "/resilience/" in file:
            return "resilience"
        return nodeid if file.endswith("/test_every_page.py") else file
