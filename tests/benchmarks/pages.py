"""Pages in full mode under gunicorn: cost, times for large customers, and rates compared with a minimal Flask app."""

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

from tests.benchmarks import large_customers
from tests.benchmarks.installation import BenchInstallation, running
from tests.benchmarks.large_customers import LargeCustomer
from tests.benchmarks.measure import Bound, Result, in_turns, rates_in_turns
from tests.benchmarks.programs.launcher import ROOT, environment, program
from tests.benchmarks.web import Visitor

SMALL, LARGE = 1_000, 100_000
CONNECTIONS = 8
SECONDS, ROUNDS = 2, 11
"""The length of a turn, and the number of turns of each kind of request."""
TIMEOUT_SECONDS = 120
"""Within which all mails of a turn must have been sent."""
FILING = "filing a service request"
SHARES = {
    "one call, as JSON": 0.17,
    "list of machines": 0.03,
    "a machine": 0.03,
    FILING: 0.07,
}
"""Minimum rates as shares of the minimal Flask application's."""
DASHBOARD = 1.3
"""Maximum cost of the dashboard, as a multiple of the cost of the list of machines."""


@dataclass(frozen=True, slots=True)
class Site:
    """The ports of the portal and the minimal Flask application, and two customers."""

    port: int
    hello_port: int
    small: LargeCustomer
    large: LargeCustomer


def results() -> Iterator[Result]:
    yield page_costs()
    with running(demo=False) as installation, _site(installation) as site:
        yield sizes(site)
        yield beside_hello(installation, site)


def page_costs() -> Result:
    """tests/gateway/test_page_costs.py enforces these bounds for every main page."""
    command = [sys.executable, "-m", "tests.benchmarks.programs.page_costs"]
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
        counts=[
            (page, f"{c['rounds']} consecutive calls, {c['statements']} SQL, {c['html']:,} bytes, cold {c['cold']:,}")
            for page, c in shown.items()
        ],
    )


def sizes(site: Site) -> Result:
    """A customer with 100,000 machines beside one with 1,000."""
    small, large = (_pages(site.port, customer) for customer in (site.small, site.large))
    visitor = Visitor(site.port)
    kinds: dict[str, Callable[[], object]] = {"login page": lambda: visitor.get("/login")}
    for page in small:
        kinds |= {f"{page}, {SMALL:,}": small[page], f"{page}, {LARGE:,}": large[page]}
    rows = in_turns(kinds, 150, warm_up=15)
    pairs = zip(rows[1::2], rows[2::2], strict=True)
    return Result(
        f"Pages of a customer with {LARGE:,} machines and of one with {SMALL:,}",
        "One request at a time, each over a new connection; the pages alternately.",
        [
            Bound.at_most(f"p95 of {page}", larger.p95 / smaller.p95, 1.3)
            for page, (smaller, larger) in zip(small, pairs, strict=True)
        ],
        rows,
    )


def beside_hello(installation: BenchInstallation, site: Site) -> Result:
    kinds: dict[str, Any] = {"minimal Flask view": [lambda: Visitor(site.hello_port).get("/")] * CONNECTIONS}
    pages = _pages(site.port, site.small)
    api = Visitor(site.port, bearer=site.small.token)
    kinds["one call, as JSON"] = [lambda: api.get(f"/api/v1/machines/{site.small.machine_id}")] * CONNECTIONS
    kinds["list of machines"] = [pages["list of machines"]] * CONNECTIONS
    kinds["a machine"] = [pages["a machine"]] * CONNECTIONS
    kinds[FILING] = [_filing(site) for _ in range(CONNECTIONS)]
    kinds["dashboard"] = [pages["dashboard"]] * CONNECTIONS
    kinds["service requests"] = [pages["service requests"]] * CONNECTIONS
    rates = rates_in_turns(kinds, ROUNDS, seconds=SECONDS, settle=_wait_for_mails(installation))
    hello, *others = rates
    shares = {rate.name: rate.ratio_to(hello) for rate in others}
    seconds_after_turn = statistics.median(next(rate for rate in rates if rate.name == FILING).settled)
    rate = {one.name: one for one in rates}
    return Result(
        f"Requests per second over {CONNECTIONS} connections, compared with a minimal Flask view",
        "Both under gunicorn with the same options, a new connection for each request, alternately. A turn begins\n"
        "after the mails of all filed requests are sent. A share is the median of the shares of the rounds.",
        [
            Bound.at_least(f"{name} as a share of the minimal view", shares[name], minimum, "", 3)
            for name, minimum in SHARES.items()
        ]
        + [
            Bound.at_most(
                "cost of the dashboard, in lists of machines",
                rate["list of machines"].ratio_to(rate["dashboard"]),
                DASHBOARD,
            )
        ],
        rates=rates,
        counts=[(f"last mail of a turn of {SECONDS} s", f"{seconds_after_turn:.1f} s after the end of the turn")],
    )


def _pages(port: int, customer: LargeCustomer) -> dict[str, Callable[[], object]]:
    visitor = Visitor(port, cookies={"session": customer.token})
    paths = {
        "dashboard": "/",
        "list of machines": "/machines",
        "a machine": f"/machines/{customer.machine_id}",
        "service requests": "/service-requests",
    }
    return {page: lambda path=path: visitor.get(path) for page, path in paths.items()}


def _filing(site: Site) -> Callable[[], object]:
    """Submit the form of a service request, each time as a new request."""
    visitor = Visitor(site.port, cookies={"session": site.small.token})
    fields = visitor.form(f"/service-requests/new?machine={site.small.machine_id}", "/service-requests/check")
    values = {
        "machine_id": site.small.machine_id, "category": "paper_jam", "urgency": "normal", "contact_name": "Bea Beheer",
        "telephone": "020 555 01 99", "description": "Papier loopt vast bij lade 2.", "error_code": "",
        "availability": "",
    }  # fmt: skip
    return lambda: visitor.post("/service-requests", fields | values | {"once": str(uuid.uuid4())})


def _wait_for_mails(installation: BenchInstallation) -> Callable[[], None]:
    """Waits until every request has its mail, so that work caused by one kind does not slow down the next.

    Raises RuntimeError after TIMEOUT_SECONDS.
    """
    servicedesk, notify = installation.engine("servicedesk"), installation.engine("notify")

    def without_mail() -> int:
        with servicedesk.connect() as requests, notify.connect() as mails:
            filed = requests.exec_driver_sql("SELECT count(*) FROM service_requests").scalar_one()
            sent = mails.exec_driver_sql("SELECT count(*) FROM mails WHERE status = 'sent'").scalar_one()
        return int(filed - sent)

    at_first = without_mail()

    def wait() -> None:
        end = time.monotonic() + TIMEOUT_SECONDS
        while without_mail() > at_first:
            if time.monotonic() > end:
                raise RuntimeError(f"requests without a mail after {TIMEOUT_SECONDS} s: {without_mail() - at_first}")
            time.sleep(0.2)

    return wait


@contextlib.contextmanager
def _site(installation: BenchInstallation) -> Iterator[Site]:
    small, large = large_customers.create(installation, SMALL), large_customers.create(installation, LARGE)
    with tempfile.TemporaryDirectory(prefix="machinepark-bench-") as folder, contextlib.ExitStack() as stack:
        port = free_port()
        stack.enter_context(program("flask_hello", folder=Path(folder), MACHINEPARK_PORT=str(port)))
        yield Site(installation.installation.port, port, small, large)
