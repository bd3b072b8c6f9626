"""Simulated users who work during the faults: each resubmits a form until it succeeds, as a person would."""

import random
import threading
import time
import uuid
from collections.abc import Callable

from api import ApiClient
from base_installation import BaseInstallation
from http_browser import Browser, NoResponse, Page
from journal import Journal
from seed import ADMINISTRATOR, PASSWORD

PAUSE, RATE_LIMIT_PAUSE = 0.2, 5.0
THINKING_SECONDS = 0.5
"""Between two steps of a user. Without it, a busy machine accumulates more mails than it sends."""
GIVE_UP_SECONDS = 240.0
"""How long the same form is resubmitted: longer than any outage in these tests."""
RETRY_STATUSES = (429, 503, 504)
"""Responses that ask to try again; 429, because all users log in at the same moment from one address."""
PAGES = ("/", "/machines", "/orders", "/service-requests")
RIGHTS = (["request_service"], ["request_service", "order_supplies"], [])


class GaveUp(Exception):
    """The form failed permanently or for too long."""


class SimulatedUser(threading.Thread):
    """Orders, files requests and reads pages until `stop`; finishes the current step."""

    def __init__(self, installation: BaseInstallation, email: str, journal: Journal, seed: str) -> None:
        super().__init__(name=email, daemon=True)
        self.email, self._installation, self._journal = email, installation, journal
        self._rng, self._stopping = random.Random(f"{seed} {email}"), threading.Event()
        self.logged_in = threading.Event()
        self._browser = Browser(installation.url)

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        try:
            self._log_in()
            self.logged_in.set()
            while not self._stopping.is_set():
                self._rng.choices((self._order, self._file, self._look), weights=(2, 2, 3))[0]()
                self._stopping.wait(THINKING_SECONDS)
        except Exception as error:
            self._journal.problems.append(f"{self.email}: {error!r}")
        finally:
            self.logged_in.set()

    def _log_in(self) -> None:
        def new_fields() -> dict[str, str]:
            return self._form("/login", "/login") | {"email": self.email, "password": PASSWORD}

        self._send("/login", new_fields(), lambda page: page.status == 303, new_fields)

    def _file(self) -> None:
        wanted, machine_id = str(uuid.uuid4()), self._rng.choice(self._installation.seed_data.machine_ids)
        fields = self._form(f"/service-requests/new?machine={machine_id}", "/service-requests/check")
        fields |= {"machine_id": machine_id, "category": "paper_jam", "description": wanted, "urgency": "normal"}
        fields |= {"contact_name": "Sanne", "telephone": "020 555 01 10"}
        page = self._send("/service-requests", fields, lambda page: page.location.endswith("/received"))
        self._journal.requests[wanted] = page.location.split("/")[-2]

    def _order(self) -> None:
        wanted = uuid.uuid4().hex
        self._fill_basket()
        address = self._form("/basket/delivery", "/basket/delivery")
        address |= {"choice": "other", "deliver_to-name": "Van Dijk", "deliver_to-street": "Kade 1"}
        address |= {"deliver_to-postcode": "1000 AA", "deliver_to-city": "Amsterdam", "deliver_to-country": "NL"}
        address |= {"purchase_reference": wanted, "reason": "wanted once more", "attention": "Sanne"}
        delivery_page = self._send("/basket/delivery", address, lambda page: page.location.startswith("/basket/check"))
        check = self._form(delivery_page.location, "/basket/check")
        page = self._send("/basket/check", check, lambda page: page.location.endswith("/received"))
        self._journal.orders[wanted] = page.location.split("/")[-2]

    def _fill_basket(self) -> None:
        seed_data = self._installation.seed_data
        machine_id, sku = self._rng.choice(seed_data.machine_ids), self._rng.choice(seed_data.supplies)
        hidden_fields = self._form(f"/machines/{machine_id}/supplies", "/basket/add")
        add = hidden_fields | {"machine_id": machine_id, "sku": sku, "quantity": "1"}
        self._send("/basket/add", add, lambda page: page.location == "/basket")

    def _look(self) -> None:
        """Read a page, which must respond, if necessary without the data of a missing service."""
        try:
            page = self._browser.get(self._rng.choice(PAGES))
        except NoResponse:
            time.sleep(PAUSE)
            return
        self._journal.pages += 1
        self._check_page(page)

    def _check_page(self, page: Page) -> None:
        if page.status in RETRY_STATUSES or ('class="notice' in page.text and page.status == 200):
            self._journal.degraded_pages += 1
        elif page.status not in (200, 303):
            self._journal.problems.append(f"{self.email}: a page said {page.status}: {page.text[:300]}")

    def _form(self, path: str, goes_to: str) -> dict[str, str]:
        """The hidden fields of a form; reloads the page while a part of it is missing."""
        page = self._retry_until(lambda: self._browser.get(path), lambda page: bool(page.hidden(goes_to)), missing=200)
        return page.hidden(goes_to)

    def _send(
        self,
        path: str,
        fields: dict[str, str],
        done: Callable[[Page], bool],
        new_fields: Callable[[], dict[str, str]] | None = None,
    ) -> Page:
        """Submit the same form until it succeeds or fails permanently."""
        return self._retry_until(lambda: self._browser.post(path, new_fields() if new_fields else fields), done)

    def _retry_until(self, ask: Callable[[], Page], done: Callable[[Page], bool], missing: int = 503) -> Page:
        """`missing`: the status of an incomplete page, in addition to RETRY_STATUSES."""
        end, page = time.monotonic() + GIVE_UP_SECONDS, None
        while time.monotonic() < end:
            try:
                page = ask()
            except NoResponse:
                page = None
            if page and done(page):
                return page
            self._journal.statuses[page.status if page else 0] += 1
            if page and page.status in RETRY_STATUSES:
                self._journal.refusals.add(_problems_in(page))
                time.sleep(page.retry_after)
            if page and page.status not in (*RETRY_STATUSES, missing):
                raise GaveUp(f"{page.status} {page.location} {_problems_in(page)}")
            time.sleep(PAUSE)
        raise GaveUp(f"no answer in {GIVE_UP_SECONDS:.0f} s; the last was {page and page.status}")


class Administrator(threading.Thread):
    """Changes a user's rights and machines repeatedly through the API; the user must have those last accepted."""

    def __init__(self, installation: BaseInstallation, journal: Journal, seed: str) -> None:
        super().__init__(name="administrator", daemon=True)
        self._installation, self._journal, self._rng = installation, journal, random.Random(f"{seed} administrator")
        self._stopping, self._program = threading.Event(), ApiClient(installation)  # type: ignore[arg-type]
        self.logged_in = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        try:
            self._patiently(lambda: self._program.log_in(ADMINISTRATOR, PASSWORD).status, 201)
            self.logged_in.set()
            while not self._stopping.is_set():
                self._change()
                self._stopping.wait(PAUSE)
        except Exception as error:
            self._journal.problems.append(f"administrator: {error!r}")
        finally:
            self.logged_in.set()

    def _change(self) -> None:
        rights = self._rng.choice(RIGHTS)
        self._put("rights", rights=rights)
        self._journal.rights = rights
        self._put("scope", machine_ids=sorted(self._rng.sample(self._installation.seed_data.machine_ids, 3)))
        self._journal.rights_changed += 1

    def _put(self, what: str, **body: object) -> None:
        path, key = f"/users/{self._installation.seed_data.clerk_id}/{what}", str(uuid.uuid4())
        self._patiently(lambda: self._program.request("PUT", path, body, key=key).status, 200)

    def _patiently(self, ask: Callable[[], int], wanted: int) -> None:
        end, status = time.monotonic() + GIVE_UP_SECONDS, 0
        while time.monotonic() < end:
            try:
                status = ask()
            except OSError:
                status = 0
            if status == wanted:
                return
            if status not in (0, *RETRY_STATUSES):
                raise GaveUp(f"the API said {status}")
            time.sleep(RATE_LIMIT_PAUSE if status == 429 else PAUSE)
        raise GaveUp(f"the API said {status} for {GIVE_UP_SECONDS:.0f} s")


class Workload:
    """All simulated users."""

    def __init__(self, installation: BaseInstallation, seed: str = "") -> None:
        self.journal, self._timer = installation.journal, threading.Event()
        self._users = [SimulatedUser(installation, email, self.journal, seed) for email in installation.seed_data.users]
        self._users.append(Administrator(installation, self.journal, seed))  # type: ignore[arg-type]

    def start(self) -> None:
        """Returns when all are logged in or have given up: repeated failed attempts lock a user out."""
        for one in self._users:
            one.start()
        for one in self._users:
            one.logged_in.wait(GIVE_UP_SECONDS)

    def run_for(self, seconds: float) -> None:
        """Let them work for this time."""
        self._timer.wait(seconds)

    def stop(self) -> Journal:
        """Returns when every user has finished the current step. Earlier workloads use the same journal."""
        for one in self._users:
            one.stop()
        for one in self._users:
            one.join(GIVE_UP_SECONDS + 60)
            if one.is_alive():
                self.journal.problems.append(f"{one.name} is still waiting")
        return self.journal


def _problems_in(page: Page) -> str:
    """The problems that a form shows, for the message of the failure."""
    text = page.text.partition('class="problems')[2][:400] or page.text.partition("<h1")[2][:300] or page.text[:200]
    return " ".join(text.split())
