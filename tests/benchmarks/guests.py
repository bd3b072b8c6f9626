"""Guests: response times that do not reveal which machines exist and where guests are allowed."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from services.chassis.contract import Caller
from services.fleet.contracts import ChangeGuestAccess, GuestAction, IssueMachineLabels, ListMachines
from services.identity.contracts import GuestMachineNotFound, IssueGuestPasses, ListCustomers, StaffRight
from tests.benchmarks.installation import BenchInstallation, number, running
from tests.benchmarks.measure import Bound, Result, Times, in_turns

STAFF = Caller.operator(*StaffRight)
ALLOWED, CLOSED = "1048823", "1050117"
"""Customers of the demo with and without guest access."""
RUNS = 300


def results() -> Iterator[Result]:
    with running() as installation:
        yield wrong_combinations(installation)


def wrong_combinations(installation: BenchInstallation) -> Result:
    """The same time whatever is wrong (OWASP ASVS 5.0, 6.3.8)."""
    customer_id = _id_of(installation, ALLOWED)
    everything = [{"action": action, "enabled": True, "all_machines": True} for action in map(str, GuestAction)]
    installation.ops.call(ChangeGuestAccess, STAFF, customer_id=customer_id, actions=everything)
    open_machines, closed_machines = (_machines(installation, _id_of(installation, one)) for one in (ALLOWED, CLOSED))
    codes = _labels(installation, _id_of(installation, CLOSED))
    unknown = ({"equipment_number": number("x"), "postcode": "1000 AA"} for _ in itertools.count())
    rows = in_turns(
        {
            "unknown number": _attempt(installation, unknown),
            "wrong postcode": _attempt(installation, (one | {"postcode": "9999 ZZ"} for one in open_machines)),
            "right, without guest access": _attempt(installation, closed_machines),
            "unknown label": _attempt(
                installation, ({"label": number("VGhpcyBpcyBubyBsYWJ")} for _ in itertools.count())
            ),
            "label, without guest access": _attempt(installation, codes),
        },
        RUNS,
    )
    ratio = max(_ratio(rows[:3]), _ratio(rows[3:]))
    return Result(
        "Machines that guests ask for",
        "`issue_guest_passes` as the gateway calls it, alternately. The time must not reveal what is wrong. Numbers\n"
        "are compared with each other, and so are labels, which are counted less.",
        [Bound(f"the medians differ by {(ratio - 1) * 100:.1f} % (less than 10 %)", ratio < 1.1)],
        rows,
    )


def _ratio(rows: list[Times]) -> float:
    medians = [row.median for row in rows]
    return max(medians) / min(medians)


def _labels(installation: BenchInstallation, customer_id: str) -> Iterator[dict[str, str]]:
    issued = installation.ops.call(IssueMachineLabels, STAFF, filter={"customer_id": customer_id})
    return itertools.cycle({"label": row["code"]} for row in issued["rows"])


def _attempt(installation: BenchInstallation, requests: Iterable[dict[str, str]]) -> Callable[[], object]:
    wrong = iter(requests)

    def work() -> None:
        try:
            installation.client.call(IssueGuestPasses, Caller.visitor(), **next(wrong), client_address=number("place "))
        except GuestMachineNotFound:
            return
        raise AssertionError("found")

    return work


def _id_of(installation: BenchInstallation, customer_number: str) -> str:
    (row,) = installation.ops.call(ListCustomers, STAFF, text=customer_number)["rows"]
    return str(row["id"])


def _machines(installation: BenchInstallation, customer_id: str) -> Iterator[dict[str, str]]:
    """Numbers and postcodes in turn, so that no number is tried too often."""
    found: list[dict[str, Any]] = installation.ops.call(ListMachines, STAFF, customer_id=customer_id, limit=100)["rows"]
    return itertools.cycle(
        {"equipment_number": row["equipment_number"], "postcode": row["location"]["postcode"]}
        for row in found
        if row["equipment_number"] and row["location"]["postcode"]
    )
