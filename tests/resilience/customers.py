"""Customers who go on working while the installation breaks: each sends a form until it is answered, as a person
would."""

import random
import threading
import time
import uuid
from collections.abc import Callable

from api import Program
from breakable import Breakable
from journal import Journal
from seed import ADMINISTRATOR, PASSWORD
from windowless import Browser, NoAnswer, Page

PAUSE, TIRED = 0.2, 5.0
PATIENCE = 240.0
"""Seconds for which somebody sends the same form: longer than anything in these tests is away."""
AGAIN = (429, 503, 504)
"""A page that says to try again: also to those who all log in at the same moment from one address, who wait as long as
they are told."""
PAGES = ("/", "/machines", "/orders", "/service-requests")
RIGHTS = (["request_service"], ["request_service", "order_supplies"], [])


class GaveUp(Exception):
    """The end came first, or patience did."""


class Customer(threading.Thread):
    """Orders, files requests and looks at pages until `leave`; what is begun then is finished."""

    def __init__(self, installation: Breakable, email: str, journal: Journal, seed: str) -> None:
        super().__init__(name=email, daemon=True)
        self.email, self._installation, self._journal = email, installation, journal
        self._dice, self._leaving = random.Random(f"{seed} {email}"), threading.Event()
        self.inside = threading.Event()
        self._browser = Browser(installation.url)

    def leave(self) -> None:
        self._leaving.set()

    def run(self) -> None:
        try:
            self._log_in()
            self.inside.set()
            while not self._leaving.is_set():
                self._dice.choices((self._order, self._file, self._look), weights=(2, 2, 3))[0]()
        except Exception as error:
            self._journal.wrong.append(f"{self.email}: {error!r}")
        finally:
            self.inside.set()

    def _log_in(self) -> None:
        def fresh() -> dict[str, str]:
            return self._form("/login", "/login") | {"email": self.email, "password": PASSWORD}

        self._send("/login", fresh(), lambda page: page.status == 303, fresh)

    def _file(self) -> None:
        wanted, machine_id = str(uuid.uuid4()), self._dice.choice(self._installation.town.machine_ids)
        fields = self._form(f"/service-requests/new?machine={machine_id}", "/service-requests/check")
        fields |= {"machine_id": machine_id, "category": "paper_jam", "description": wanted, "urgency": "normal"}
        fields |= {"contact_name": "Sanne", "telephone": "020 555 01 10"}
        page = self._send("/service-requests", fields, lambda page: page.goal.endswith("/received"))
        self._journal.requests[wanted] = page.goal.split("/")[-2]

    def _order(self) -> None:
        wanted = uuid.uuid4().hex
        self._fill_basket()
        address = self._form("/basket/delivery", "/basket/delivery")
        address |= {"choice": "other", "deliver_to-name": "Van Dijk", "deliver_to-street": "Kade 1"}
        address |= {"deliver_to-postcode": "1000 AA", "deliver_to-city": "Amsterdam", "deliver_to-country": "NL"}
        address |= {"purchase_reference": wanted, "reason": "wanted once more", "attention": "Sanne"}
        there = self._send("/basket/delivery", address, lambda page: page.goal.startswith("/basket/check"))
        check = self._form(there.goal, "/basket/check")
        page = self._send("/basket/check", check, lambda page: page.goal.endswith("/received"))
        self._journal.orders[wanted] = page.goal.split("/")[-2]

    def _fill_basket(self) -> None:
        town = self._installation.town
        machine_id, sku = self._dice.choice(town.machine_ids), self._dice.choice(town.supplies)
        shelf = self._form(f"/machines/{machine_id}/supplies", "/basket/add")
        add = shelf | {"machine_id": machine_id, "sku": sku, "quantity": "1"}
        self._send("/basket/add", add, lambda page: page.goal == "/basket")

    def _look(self) -> None:
        """A page is answered in its time, with what there is of it."""
        try:
            page = self._browser.get(self._dice.choice(PAGES))
        except NoAnswer:
            time.sleep(PAUSE)
            return
        self._journal.pages += 1
        self._judge(page)

    def _judge(self, page: Page) -> None:
        if page.status in AGAIN or ('class="notice' in page.text and page.status == 200):
            self._journal.without_a_part += 1
        elif page.status not in (200, 303):
            self._journal.wrong.append(f"{self.email}: a page said {page.status}: {page.text[:300]}")

    def _form(self, path: str, goes_to: str) -> dict[str, str]:
        """What a form of a page holds unseen; the page may say first that a part is missing."""
        page = self._until(lambda: self._browser.get(path), lambda page: bool(page.hidden(goes_to)), missing=200)
        return page.hidden(goes_to)

    def _send(
        self,
        path: str,
        fields: dict[str, str],
        done: Callable[[Page], bool],
        anew: Callable[[], dict[str, str]] | None = None,
    ) -> Page:
        """The same form, until it was answered for good."""
        return self._until(lambda: self._browser.post(path, anew() if anew else fields), done)

    def _until(self, ask: Callable[[], Page], done: Callable[[Page], bool], missing: int = 503) -> Page:
        """`missing`: the status of a page that is not whole, beside those that say so themselves."""
        end, page = time.monotonic() + PATIENCE, None
        while time.monotonic() < end:
            try:
                page = ask()
            except NoAnswer:
                page = None
            if page and done(page):
                return page
            self._journal.statuses[page.status if page else 0] += 1
            if page and page.status in AGAIN:
                self._journal.refusals.add(_told(page))
                time.sleep(page.wait)
            if page and page.status not in (*AGAIN, missing):
                raise GaveUp(f"{page.status} {page.goal} {_told(page)}")
            time.sleep(PAUSE)
        raise GaveUp(f"no answer in {PATIENCE:.0f} s; the last was {page and page.status}")


class Administrator(threading.Thread):
    """Gives a user other rights and machines again and again, by the API; the last accepted are those he has."""

    def __init__(self, installation: Breakable, journal: Journal, seed: str) -> None:
        super().__init__(name="administrator", daemon=True)
        self._installation, self._journal, self._dice = installation, journal, random.Random(f"{seed} administrator")
        self._leaving, self._program = threading.Event(), Program(installation)  # type: ignore[arg-type]
        self.inside = threading.Event()

    def leave(self) -> None:
        self._leaving.set()

    def run(self) -> None:
        try:
            self._patiently(lambda: self._program.log_in(ADMINISTRATOR, PASSWORD).status, 201)
            self.inside.set()
            while not self._leaving.is_set():
                self._change()
                self._leaving.wait(PAUSE)
        except Exception as error:
            self._journal.wrong.append(f"administrator: {error!r}")
        finally:
            self.inside.set()

    def _change(self) -> None:
        rights = self._dice.choice(RIGHTS)
        self._put("rights", rights=rights)
        self._journal.rights = rights
        self._put("scope", machine_ids=sorted(self._dice.sample(self._installation.town.machine_ids, 3)))
        self._journal.rights_changed += 1

    def _put(self, what: str, **body: object) -> None:
        path, key = f"/users/{self._installation.town.clerk_id}/{what}", str(uuid.uuid4())
        self._patiently(lambda: self._program.ask("PUT", path, body, key=key).status, 200)

    def _patiently(self, ask: Callable[[], int], wanted: int) -> None:
        end, status = time.monotonic() + PATIENCE, 0
        while time.monotonic() < end:
            try:
                status = ask()
            except OSError:
                status = 0
            if status == wanted:
                return
            if status not in (0, *AGAIN):
                raise GaveUp(f"the API said {status}")
            time.sleep(TIRED if status == 429 else PAUSE)
        raise GaveUp(f"the API said {status} for {PATIENCE:.0f} s")


class Crowd:
    """Everybody of the town at work."""

    def __init__(self, installation: Breakable, seed: str = "") -> None:
        self.journal, self._at_work = installation.journal, threading.Event()
        self._people = [Customer(installation, email, self.journal, seed) for email in installation.town.users]
        self._people.append(Administrator(installation, self.journal, seed))  # type: ignore[arg-type]

    def come(self) -> None:
        """Returns when all are logged in, or have given up.

        Whose tries are cut off again and again is locked out, as a guesser is.
        """
        for one in self._people:
            one.start()
        for one in self._people:
            one.inside.wait(PATIENCE)

    def work(self, seconds: float) -> None:
        """Let them go on for so long."""
        self._at_work.wait(seconds)

    def leave(self) -> Journal:
        """When what was begun is finished. The journal is the installation's: an earlier crowd has written in it as
        well."""
        for one in self._people:
            one.leave()
        for one in self._people:
            one.join(PATIENCE + 60)
            if one.is_alive():
                self.journal.wrong.append(f"{one.name} is still waiting")
        return self.journal


def _told(page: Page) -> str:
    """The problems that a form came back with, for whoever reads the failure."""
    text = page.text.partition('class="problems')[2][:400] or page.text.partition("<h1")[2][:300] or page.text[:200]
    return " ".join(text.split())
