"""Accounts: response times that reveal nothing, calls during logins, and customers with many users."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import insert
from uuid6 import uuid7

from services.chassis.contract import Caller, Kind
from services.chassis.contract.plain_text import sort_text
from services.identity import contracts as identity
from services.identity.model import LoginSession, Membership, Person
from services.identity.model.passwords import hash_password
from services.identity.model.session import hash_of
from tests.benchmarks.installation import BenchInstallation, number, running
from tests.benchmarks.measure import Bound, Result, Times, in_turns

VISITOR = Caller.visitor()
PASSWORD = "demo-machinepark"
KNOWN, USER, ELSEWHERE = "1048823", "sanne@vandijk.example", "anouk@delinde.example"
SMALL, LARGE = 50, 50_000
SEARCH = "search by name"


def results() -> Iterator[Result]:
    with running() as installation:
        for benchmark in (registering, logins, users):
            yield benchmark(installation)


def registering(installation: BenchInstallation) -> Result:
    """Registration takes the same time for known and unknown accounts (OWASP ASVS 5.0, 6.3.8)."""

    def registration(customer_number: str, email: Callable[[], str]) -> Callable[[], object]:
        def work() -> object:
            request = {"customer_number": customer_number, "email": email(), "name": "Noor Jansen"}
            credentials = {"password": "correct horse battery", "client_address": number("place ")}
            return installation.client.call(identity.Register, VISITOR, **request, **credentials)

        return work

    def new() -> str:
        return f"{number('noor')}@vandijk.example"

    users = new_users(installation, "1039900", 200)
    emails = iter(users)
    kinds = {
        "known number, new address": registration(KNOWN, new),
        "unknown number, new address": registration("0000000", new),
        "known number, address in use there": registration("1039900", lambda: next(emails)),
    }
    rows = in_turns(kinds, 200)
    medians = [row.median for row in rows]
    ratio = max(medians) / min(medians)
    return Result(
        "Registrations",
        "`register` as the gateway calls it, alternately. The time must not reveal which accounts exist.",
        [Bound(f"the medians differ by {(ratio - 1) * 100:.1f} % (less than 10 %)", ratio < 1.1)],
        rows,
    )


def logins(installation: BenchInstallation) -> Result:
    """Other calls while ten users log in at the same moment, compared with an idle service."""
    people = new_users(installation, "1039901", 10, hash_password(PASSWORD))
    token = log_in_as(installation, USER)
    idle, busy, login_times = Times("session resolved, nobody logs in"), Times("… while ten log in"), Times("a login")

    def resolve() -> object:
        return installation.client.call(identity.GetSession, VISITOR, token=token)

    def log_in(email: str) -> None:
        login_times.measure(lambda: log_in_as(installation, email))

    with ThreadPoolExecutor(10) as executor:
        for _ in range(20):
            for _ in range(50):
                idle.measure(resolve)
            futures = [executor.submit(log_in, email) for email in people]
            while not all(one.done() for one in futures):
                busy.measure(resolve)
            for one in futures:
                one.result()
    return Result(
        "Calls while ten people log in",
        "Twenty times ten simultaneous logins, while one caller resolves a session continuously.",
        [Bound(f"p95 {busy.p95:.1f} ms while ten log in (less than 20 ms)", busy.p95 < 20)],
        [idle, busy, login_times],
    )


def users(installation: BenchInstallation) -> Result:
    """A customer with 50,000 users beside one with 50."""
    small, large = (_customer_of(installation, size) for size in (SMALL, LARGE))
    kinds: dict[str, Callable[[], object]] = {}
    for size, customer in ((SMALL, small), (LARGE, large)):
        kinds |= {f"{what}, {size:,} users": work for what, work in _work(installation, customer)}
    rows = in_turns(kinds, 300)
    pairs = list(zip(rows[: len(rows) // 2], rows[len(rows) // 2 :], strict=True))
    ratios = {smaller.name.split(",")[0]: larger.p95 / smaller.p95 for smaller, larger in pairs}
    searching = ratios.pop(SEARCH)
    ratios_text = ", ".join(f"{what} {ratio:.2f}×" for what, ratio in ratios.items())
    return Result(
        "A customer with many users",
        "As an administrator, the customers alternately. A search reads every name of the customer and takes longer\n"
        f"with more names ({searching:.2f}×); the target does not apply to it.",
        [
            Bound(
                f"p95 with {LARGE:,} users relative to {SMALL}: {ratios_text} (at most 1.3×)",
                all(ratio <= 1.3 for ratio in ratios.values()),
            )
        ],
        rows,
    )


def _work(installation: BenchInstallation, customer: dict[str, Any]) -> Iterator[tuple[str, Callable[[], object]]]:
    rights = frozenset({"manage_users"})
    caller = Caller(
        kind=Kind.USER, person_id=customer["person_id"], customer_id=customer["customer_id"], rights=rights, scope="all"
    )
    client, counter = installation.client, iter(range(1_000_000))

    def change() -> object:
        wanted = ["view_reports"] if next(counter) % 2 else []
        changed = [{"person_id": customer["other_id"], "rights": wanted}]
        return client.call(identity.ChangeRights, caller, users=changed)

    yield "session and rights", lambda: client.call(identity.GetSession, VISITOR, token=customer["token"])
    yield "list of users", lambda: client.call(identity.ListUsers, caller)
    yield SEARCH, lambda: client.call(identity.ListUsers, caller, text="gebruiker 0000012")
    yield "rights changed", change


def log_in_as(
    installation: BenchInstallation,
    email: str,
    *,
    password: str = PASSWORD,
    client_address: str = "",
    timeout: float = 0,
) -> str:
    credentials = {"email": email, "password": password, "client_address": client_address or number("place ")}
    answer = installation.client.call(identity.LogIn, VISITOR, timeout=timeout, **credentials)
    return str(answer["token"])


def new_users(installation: BenchInstallation, customer_number: str, count: int, password_hash: str = "x") -> list[str]:
    """Create a customer with `count` users; their addresses."""
    customer = installation.ops.call(
        identity.UpsertCustomer, Caller.operator(*identity.StaffRight), customer_number=customer_number, name="Bench"
    )
    persons, _ = _insert(installation, uuid.UUID(customer["id"]), count, password_hash)
    return [person["email"] for person in persons]


def _customer_of(installation: BenchInstallation, size: int) -> dict[str, Any]:
    """A customer with `size` users: its administrator with a session, and another user."""
    customer = installation.ops.call(
        identity.UpsertCustomer,
        Caller.operator(*identity.StaffRight),
        customer_number=number("9"),
        name=f"Organisation of {size}",
    )
    customer_id = uuid.UUID(customer["id"])
    persons, token = _insert(installation, customer_id, size)
    return {
        "customer_id": customer_id,
        "person_id": str(persons[0]["id"]),
        "other_id": str(persons[1]["id"]),
        "token": token,
    }


def _insert(
    installation: BenchInstallation, customer_id: uuid.UUID, size: int, password_hash: str = "x"
) -> tuple[list[dict[str, Any]], str]:
    """Insert users into the table directly; no password matches the hash "x". The first is the administrator and has a
    session, whose token is returned."""
    now, token = dt.datetime.now(dt.UTC), number("token-")
    persons, members = [], []
    for i in range(size):
        person_id, name = uuid.UUID(str(uuid7())), f"Gebruiker {number()}"
        common = {"version": 1, "published_digest": ""}
        persons.append(
            common | {
                "id": person_id, "email": f"{number('gebruiker')}@x.example", "name": name,
                "sort_name": sort_text(name), "telephone": "", "function": "", "language": "nl",
                "password_hash": password_hash, "status": "active", "is_staff": False, "staff_rights": [],
            }
        )  # fmt: skip
        members.append(
            common | {
                "id": uuid.UUID(str(uuid7())), "person_id": person_id, "customer_id": customer_id, "status": "active",
                "rights": ["manage_users"] if i == 0 else [], "is_administrator": i == 0, "all_machines": True,
                "machine_ids": [], "sort_name": sort_text(name), "invited_as": {},
            }
        )  # fmt: skip
    session = {
        "id": uuid.UUID(str(uuid7())), "token_hash": hash_of(token), "person_id": persons[0]["id"],
        "customer_id": customer_id, "started_at": now, "seen_at": now, "idle_until": now + dt.timedelta(hours=2),
        "expires_at": now + dt.timedelta(hours=12), "client_address": "", "device": "",
    }  # fmt: skip
    engine = installation.engine("identity")
    with engine.begin() as connection:
        connection.execute(insert(Person.__table__), persons)
        connection.execute(insert(Membership.__table__), members)
        connection.execute(insert(LoginSession.__table__), [session])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return persons, token
