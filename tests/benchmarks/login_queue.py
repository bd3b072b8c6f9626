"""Logins that wait for each other: a whole office at once, and a right password among guesses."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from services.chassis.contract import ContractError
from services.identity.model.passwords import hash_password
from tests.benchmarks.accounts import PASSWORD, log_in_as, new_users
from tests.benchmarks.installation import BenchInstallation, number, running
from tests.benchmarks.measure import Bound, Result, Times

CALL_TIMEOUT = 5.0
"""The default of MACHINEPARK_CALL_TIMEOUT_SECONDS."""
COLLEAGUES, WITHIN = 200, 55.0
GUESSERS, LOGINS = 24, 10
PAUSE = 1.0


def results() -> Iterator[Result]:
    with running() as installation:
        yield office(installation)
        yield among_guesses(installation)


def office(installation: BenchInstallation) -> Result:
    """200 people log in for the first time from one network address within a minute."""
    emails = new_users(installation, "1039902", COLLEAGUES, hash_password(PASSWORD))
    times, refused = Times("a login"), []
    started_at = time.monotonic()

    def log_in(place: int) -> None:
        time.sleep(max(0.0, started_at + place * WITHIN / COLLEAGUES - time.monotonic()))
        try:
            times.measure(
                lambda: log_in_as(installation, emails[place], client_address="192.0.2.1", timeout=CALL_TIMEOUT)
            )
        except ContractError as error:
            refused.append(error.code)

    with ThreadPoolExecutor(COLLEAGUES) as executor:
        list(executor.map(log_in, range(COLLEAGUES)))
    return Result(
        "Logins of an office",
        f"{COLLEAGUES} first logins from one network address within {WITHIN:g} seconds.",
        [Bound(f"{len(refused)} of {COLLEAGUES} were refused {sorted(set(refused)) or ''} (none)", not refused)],
        [times],
    )


def among_guesses(installation: BenchInstallation) -> Result:
    """24 callers guess all the time, each from an own address at an own account. Who is refused tries again."""
    email, office_address = new_users(installation, "1039903", 1, hash_password(PASSWORD))[0], "192.0.2.2"
    log_in_as(installation, email, client_address=office_address)
    known, new, over = Times("from a known address"), Times("from a new address"), threading.Event()

    def guess(_: int) -> None:
        while not over.is_set():
            try:
                log_in_as(installation, number("guess"), password="guess guess", timeout=CALL_TIMEOUT)
            except ContractError:
                continue

    with ThreadPoolExecutor(GUESSERS) as executor:
        guesses = [executor.submit(guess, i) for i in range(GUESSERS)]
        try:
            for _ in range(LOGINS):
                known.measure(
                    lambda: log_in_as(installation, email, client_address=office_address, timeout=CALL_TIMEOUT)
                )
                new.measure(lambda: _until_logged_in(installation, email))
        finally:
            over.set()
        for one in guesses:
            one.result()
    return Result(
        "Logins among guesses",
        f"{GUESSERS} callers guess passwords without a pause, each attempt from a new address at a new account,\n"
        "where no limit applies. Meanwhile one person logs in with the right password.",
        [
            Bound.at_most("longest login from a known address", max(known.milliseconds) / 1000, 5, " s"),
            Bound.at_most("median login from a new address", new.median / 1000, 5, " s"),
        ],
        [known, new],
    )


def _until_logged_in(installation: BenchInstallation, email: str) -> None:
    """Log in from one new address, again and again until it succeeds, PAUSE seconds after each refusal."""
    client_address = number("new place ")
    while True:
        try:
            log_in_as(installation, email, client_address=client_address, timeout=CALL_TIMEOUT)
        except ContractError:
            time.sleep(PAUSE)
        else:
            return
