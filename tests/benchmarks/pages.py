"""Pages in the full way to run, under gunicorn: what they take, what size costs, and beside a Flask hello."""

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from private_servers import free_port
from tests.benchmarks.installation import BenchInstallation, running

from tests.benchmarks import estate
from tests.benchmarks.beside.programs import ROOT, environment, program
from tests.benchmarks.estate import Estate
from tests.benchmarks.measure import Bound, Result, in_turns, rates_in_turns
from tests.benchmarks.web import Visitor

FEW, MANY = 1_000, 100_000
CONNECTIONS = 8
SECONDS, ROUNDS = 2, 11
"""Of a turn of each kind of requests, and how many turns each has."""
PATIENCE = 120
"""Seconds in which all mails of a turn have left."""
FILING = "filing a service request"
SHARES = {
    "one call, as JSON": 0.17,
    "list of machines": 0.03,
    "a machine": 0.03,
    FILING: 0.07,
}
"""Of the requests a second that the Flask hello answers, at least."""


@dataclass(frozen=True, slots=True)
class Site:
    """The portal's port and the hello's, and the two customers."""

    port: int
    hello_port: int
    few: Estate
    many: Estate


def results() -> Iterator[Result]:
    yield counted()
    with running(demo=False) as installation, _site(installation) as site:
        yield sizes(site)
        yield beside_hello(installation, site)


def counted() -> Result:
    """tests/gateway/test_page_costs.py keeps these bounds for every main page."""
    command = [sys.executable, "-m", "tests.benchmarks.beside.counted"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True, timeout=240)
    costs: dict[str, dict[str, int]] = json.loads(done.stdout.splitlines()[-1])
    shown = {page: cost for page, cost in costs.items() if page.endswith((" /", " /login", "/machines", "-requests"))}

    def most(name: str) -> int:
        return max(cost[name] for cost in costs.values())

    return Result(
        f"Counted costs of {len(costs)} pages",
        "Consecutive calls, including the one that resolves the session; SQL statements in all services;\n"
        "bytes after gzip; `cold`: with style sheet, script and icons, as for an empty browser cache.",
        [
            Bound.at_most("consecutive calls", most("rounds"), 3, "", 0),
            Bound.at_most("SQL statements", most("statements"), 10, "", 0),
            Bound.at_most("HTML", most("html") / 1024, 8, " KB", 1),
            Bound.at_most("cold page", most("cold") / 1024, 30, " KB", 1),
        ],
        figures=[
            (page, f"{c['rounds']} consecutive calls, {c['statements']} SQL, {c['html']:,} bytes, cold {c['cold']:,}")
            for page, c in shown.items()
        ],
    )


def sizes(site: Site) -> Result:
    """A customer with 100,000 machines beside one with 1,000."""
    few, many = (_pages(site.port, made) for made in (site.few, site.many))
    visitor = Visitor(site.port)
    kinds: dict[str, Callable[[], object]] = {"login page": lambda: visitor.get("/login")}
    for page in few:
        kinds |= {f"{page}, {FEW:,}": few[page], f"{page}, {MANY:,}": many[page]}
    rows = in_turns(kinds, 150, warm_up=15)
    pairs = zip(rows[1::2], rows[2::2], strict=True)
    return Result(
        f"Pages of a customer with {MANY:,} machines and of one with {FEW:,}",
        "One request at a time, each over a new connection; the pages alternately.",
        [
            Bound.at_most(f"p95 of {page}", large.p95 / small.p95, 1.3)
            for page, (small, large) in zip(few, pairs, strict=True)
        ],
        rows,
    )


def beside_hello(installation: BenchInstallation, site: Site) -> Result:
    kinds: dict[str, Any] = {"minimal Flask view": [lambda: Visitor(site.hello_port).get("/")] * CONNECTIONS}
    pages = _pages(site.port, site.few)
    api = Visitor(site.port, bearer=site.few.token)
    kinds["one call, as JSON"] = [lambda: api.get(f"/api/v1/machines/{site.few.machine_id}")] * CONNECTIONS
    kinds["list of machines"] = [pages["list of machines"]] * CONNECTIONS
    kinds["a machine"] = [pages["a machine"]] * CONNECTIONS
    kinds[FILING] = [_filing(site) for _ in range(CONNECTIONS)]
    kinds["dashboard"] = [pages["dashboard"]] * CONNECTIONS
    kinds["service requests"] = [pages["service requests"]] * CONNECTIONS
    rates = rates_in_turns(kinds, ROUNDS, seconds=SECONDS, settle=_mails_have_left(installation))
    hello, *others = rates
    shares = {rate.name: rate.beside(hello) for rate in others}
    left = statistics.median(next(rate for rate in rates if rate.name == FILING).settled)
    return Result(
        f"Requests per second over {CONNECTIONS} connections, compared with a minimal Flask view",
        "Both under gunicorn with the same options, a new connection for each request, alternately. A turn begins\n"
        "after the mails of all filed requests are sent. A share is the median of the shares of the rounds.",
        [
            Bound.at_least(f"{name} as a share of the minimal view", shares[name], least, "", 3)
            for name, least in SHARES.items()
        ],
        rates=rates,
        figures=[(f"last mail of a turn of {SECONDS} s", f"{left:.1f} s after the end of the turn")],
    )


def _pages(port: int, made: Estate) -> dict[str, Callable[[], object]]:
    visitor = Visitor(port, cookies={"session": made.token})
    paths = {
        "dashboard": "/",
        "list of machines": "/machines",
        "a machine": f"/machines/{made.machine_id}",
        "service requests": "/service-requests",
    }
    return {page: lambda path=path: visitor.get(path) for page, path in paths.items()}


def _filing(site: Site) -> Callable[[], object]:
    """Send the form of a service request again and again, each time as another request."""
    visitor = Visitor(site.port, cookies={"session": site.few.token})
    fields = visitor.form(f"/service-requests/new?machine={site.few.machine_id}", "/service-requests/check")
    told = {
        "machine_id": site.few.machine_id, "category": "paper_jam", "urgency": "normal", "contact_name": "Bea Beheer",
        "telephone": "020 555 01 99", "description": "Papier loopt vast bij lade 2.", "error_code": "",
        "availability": "",
    }  # fmt: skip
    return lambda: visitor.post("/service-requests", fields | told | {"once": str(uuid.uuid4())})


def _mails_have_left(installation: BenchInstallation) -> Callable[[], None]:
    """Waits until they have, so that nobody pays for what another kind does behind its answers.

    Raises RuntimeError where one does not leave.
    """
    servicedesk, notify = installation.engine("servicedesk"), installation.engine("notify")

    def without_mail() -> int:
        with servicedesk.connect() as desk, notify.connect() as post:
            filed = desk.exec_driver_sql("SELECT count(*) FROM service_requests").scalar_one()
            told = post.exec_driver_sql("SELECT count(*) FROM mails WHERE status = 'sent'").scalar_one()
        return int(filed - told)

    at_first = without_mail()

    def wait() -> None:
        end = time.monotonic() + PATIENCE
        while without_mail() > at_first:
            if time.monotonic() > end:
                raise RuntimeError(f"requests without a mail after {PATIENCE} s: {without_mail() - at_first}")
            time.sleep(0.2)

    return wait


@contextlib.contextmanager
def _site(installation: BenchInstallation) -> Iterator[Site]:
    few, many = estate.made(installation, FEW), estate.made(installation, MANY)
    with tempfile.TemporaryDirectory(prefix="machinepark-bench-") as folder, contextlib.ExitStack() as stack:
        port = free_port()
        stack.enter_context(program("hello", folder=Path(folder), MACHINEPARK_PORT=str(port)))
        yield Site(installation.installation.port, port, few, many)
