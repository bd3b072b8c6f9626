"""Embedded mode: its memory and CPU time when idle, its start, and its pages compared with full mode."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from portal import PASSWORD, Portal

from tests.benchmarks.installation import running
from tests.benchmarks.measure import Bound, Result, in_turns, print_progress
from tests.benchmarks.web import UnexpectedResponse, Visitor

READER = "sanne@vandijk.example"
PATHS = {"dashboard": "/", "list of machines": "/machines", "service requests": "/service-requests"}
LOADED_SECONDS, SETTLE_SECONDS, IDLE_SECONDS, TIMEOUT_SECONDS = 300, 20, 30, 60.0
MEGABYTE = 1024 * 1024


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="machinepark-bench-") as folder:
        portal = Portal(Path(folder) / "var")
        print_progress("  the demo is loaded")
        portal.start(within=LOADED_SECONDS)
        try:
            yield at_rest(portal)
            yield pages(portal)
        finally:
            if portal.is_running:
                portal.kill()


def at_rest(portal: Portal) -> Result:
    pages = _pages(portal)
    for _ in range(50):
        for work in pages.values():
            work()
    memory = _memory(portal.pid)
    time.sleep(SETTLE_SECONDS)
    print_progress(f"  nothing happens for {IDLE_SECONDS} s")
    before, started_at = _cpu_seconds(portal.pid), time.perf_counter()
    time.sleep(IDLE_SECONDS)
    idle = (_cpu_seconds(portal.pid) - before) / (time.perf_counter() - started_at) * 100
    portal.stop()
    started_at = time.perf_counter()
    portal.start(within=0)
    _wait_for_health(portal)
    started = time.perf_counter() - started_at
    return Result(
        "One process with the demo's data",
        f"Memory after {50 * len(PATHS)} pages; CPU time when idle; time of a second start until /healthz answers.",
        [
            Bound.at_most("memory", memory / MEGABYTE, 200, " MB", 0),
            Bound.at_most("CPU when idle, of one core", idle, 1, " %", 2),
            Bound.at_most("second start", started, 4, " s", 1),
        ],
    )


def pages(portal: Portal) -> Result:
    with running() as installation:
        kinds: dict[str, Callable[[], object]] = {}
        for (page, full), embedded in zip(
            _pages(installation.installation).items(), _pages(portal).values(), strict=True
        ):
            kinds |= {f"{page}, embedded": embedded, f"{page}, full": full}
        rows = in_turns(kinds, 100, warm_up=10)
    page_rows = zip(PATHS, rows[::2], rows[1::2], strict=True)
    return Result(
        "Pages of the embedded mode and of the full mode",
        "The demo's data in both, one request at a time, alternately.",
        [],
        rows,
        counts=[
            (f"{page}: median relative to full", f"{one.median / full.median:.2f}×") for page, one, full in page_rows
        ],
    )


def _pages(portal: Portal) -> dict[str, Callable[[], object]]:
    visitor = Visitor(portal.port)
    fields = visitor.form("/login", "/login")
    visitor.post("/login", fields | {"email": READER, "password": PASSWORD})
    return {page: lambda path=path: visitor.get(path) for page, path in PATHS.items()}


def _wait_for_health(portal: Portal) -> None:
    end = time.perf_counter() + TIMEOUT_SECONDS
    while time.perf_counter() < end:
        try:
            Visitor(portal.port).get("/healthz")
        except (OSError, UnexpectedResponse):
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the portal did not start")


def _memory(pid: int) -> int:
    """The resident memory of a process in bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _cpu_seconds(pid: int) -> float:
    """The CPU time of a process in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
