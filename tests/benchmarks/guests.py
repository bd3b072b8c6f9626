"""Guests: response times that do not reveal which machines, orders and requests exist and where guests are allowed."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID, uuid4

from services.chassis.contract import Caller, Kind
from services.chassis.contract.guests import StatusNotFound
from services.fleet.contracts import ChangeGuestAccess, GuestAction, IssueMachineLabels, ListMachines
from services.identity.contracts import GuestMachineNotFound, IssueGuestPasses, ListCustomers, Right, StaffRight
from services.servicedesk.contracts import FileGuestRequest, FindGuestRequest
from tests.benchmarks.installation import BenchInstallation, number, running
from tests.benchmarks.measure import Bound, Result, Times, in_turns

STAFF = Caller.operator(*StaffRight)
ALLOWED, CLOSED = "1048823", "1050117"
"""Customers of the demo with and without guest access."""
RUNS = 300


def results() -> Iterator[Result]:
    with running() as installation:
        yield wrong_combinations(installation)
        yield wrong_owners(installation)


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


def wrong_owners(installation: BenchInstallation) -> Result:
    """The same time whichever of reference number and e-mail address is wrong, and when guests may not ask."""
    shown, hidden = (_filed(installation, _id_of(installation, one)) for one in (ALLOWED, CLOSED))
    unknown = ({"reference_number": number("SR-"), "email": "ine@bezoek.example"} for _ in itertools.count())
    rows = in_turns(
        {
            "unknown number": _question(installation, unknown),
            "wrong address": _question(installation, (one | {"email": "x@bezoek.example"} for one in shown)),
            "right, without guest access": _question(installation, hidden),
        },
        RUNS,
    )
    ratio = _ratio(rows)
    return Result(
        "Status that guests ask for",
        "`find_guest_request` as the gateway calls it, alternately. The time must not reveal what is wrong.",
        [Bound(f"the medians differ by {(ratio - 1) * 100:.1f} % (less than 10 %)", ratio < 1.1)],
        rows,
    )


def _filed(installation: BenchInstallation, customer_id: str) -> Iterator[dict[str, str]]:
    """Numbers and addresses of guests' requests in turn, each for another machine, so that none is asked too often."""
    machines = installation.ops.call(ListMachines, STAFF, customer_id=customer_id, limit=30)["rows"]
    made = []
    for machine in machines:
        who = {"name": "Ine Willems", "email": f"{number('ine')}@bezoek.example"}
        guest = Caller(
            kind=Kind.GUEST,
            person_id=str(uuid4()),
            customer_id=UUID(customer_id),
            resource_id=UUID(machine["id"]),
            rights=frozenset({Right.REQUEST_SERVICE}),
        )
        request = who | {"category": "paper_jam", "description": "Papier loopt vast."}
        filed = installation.client.call(FileGuestRequest, guest, **request)
        made.append({"reference_number": filed["reference_number"], "email": who["email"]})
    return itertools.cycle(made)


def _question(installation: BenchInstallation, requests: Iterable[dict[str, str]]) -> Callable[[], object]:
    wrong = iter(requests)

    def work() -> None:
        try:
            installation.client.call(FindGuestRequest, Caller.visitor(), **next(wrong), client_address=number("place "))
        except StatusNotFound:
            return
        raise AssertionError("found")

    return work


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
