"""A change of language keeps what was typed in the form of the page, and executes nothing."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from contracts.snapshots import all_rows, changed_rows, wait_until_idle

from services.fleet.contracts import ListGroups, ListMachines
from services.identity.contracts import GetAccessRequest, GetRegistration, GetSession, GetUser
from tests.gateway.browser import Browser, Forms, text_of
from tests.gateway.expected_responses import ADMINISTRATOR, VISITOR, Route
from tests.gateway.installation import CUSTOMER, Installation
from tests.gateway.site import Site
from tests.gateway.test_every_route import ROUTES, SESSIONS_TABLE

MADE_UP = {"token", "digest"}
QUERY = {"service_requests.new": "machine=machine_id"}
"""What an address needs beyond its path: parameter and the site's value."""
MACHINE = ListMachines.example[1]["rows"][0]["id"]
GROUP = ListGroups.example[1]["rows"][0]["id"]
USER = GetUser.example[1]["person_id"]
REGISTRATION, ACCESS = GetRegistration.example[1]["id"], GetAccessRequest.example[1]["id"]


class TypedFields(HTMLParser):
    """The names of the fields of a page in which text can be typed, by the action and the id of their form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[tuple[str, str], list[str]] = {}
        self._form: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = (values["action"], values.get("id", "")) if values.get("method") == "post" else None
        elif self._form and (tag == "textarea" or (tag == "input" and self._is_typed(values))):
            self.found.setdefault(self._form, []).append(values["name"])

    def _is_typed(self, values: dict[str, str]) -> bool:
        return values.get("type") in ("text", "email", "tel", "url") and "readonly" not in values

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def _form_pages(site: Site) -> Iterator[tuple[Route, Browser, str]]:
    """Without public pages, whose address contains the language (`test_support.py`)."""
    for route in ROUTES:
        if route.method == "GET" and not MADE_UP & route.rule.arguments and not route.rule.rule.startswith("/support"):
            who = VISITOR if route.guard == "open_to_all" else route.audience or ADMINISTRATOR
            parameter, _, value = QUERY.get(route.rule.endpoint, "").partition("=")
            yield (
                route,
                site.browser(who),
                site.path(route.rule) + (f"?{parameter}={site.values[value]}" if value else ""),
            )


def test_every_page_keeps_typed_text_in_another_language(site: Site) -> None:
    lost, kept, changed = [], [], []
    for _, browser, path in _form_pages(site):
        page = browser.get(path)
        fields = TypedFields()
        fields.feed(text_of(page))
        for (action, form), names in fields.found.items():
            if form != "typed":
                lost += [f"{name} of {action[action.rindex('/') :]}" for name in names]
                continue
            typed = {name: f"Getypt in {name}" for name in names}
            wait_until_idle(site.installation)
            before = all_rows(site.installation)
            redisplayed = browser.submit(page, action, choose_language="en", **typed)
            after = Forms.of(redisplayed).named(action)
            kept.append(action)
            changed += [
                f"{action}: {problem}"
                for problem in (
                    *changed_rows(before, all_rows(site.installation), ignored_tables=(SESSIONS_TABLE,)),
                    *(name for name in names if after[name] != typed[name]),
                    *(["key"] if after["once"] != Forms.of(page).named(action)["once"] else []),
                    *(["status"] if redisplayed.status_code != 200 else []),
                    *(["problems"] if 'role="alert"' in redisplayed.text else []),
                    *(["language"] if '<html lang="en">' not in redisplayed.text else []),
                )
            ]
    assert changed == []
    assert lost == []
    assert len(set(kept)) > 25, kept


@pytest.mark.parametrize("code", ["en", "nl", "fr", ""])
def test_language_button_never_sends_the_form(installation: Installation, code: str) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.submit(browser.get("/contact"), "/contact", text="Twee vragen.", choose_language=code)
    assert (page.status_code, Forms.of(page).named("/contact")["text"]) == (200, "Twee vragen.")
    assert browser.cookie("language") == (code if code in ("en", "nl") else "")
    assert installation.writes() == []


def test_language_button_on_the_check_page_keeps_the_answers(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = browser.get(f"/service-requests/new?machine={MACHINE}")
    typed = {"category": "paper_jam", "description": "Papier vast.", "contact_name": "S", "telephone": "010 555 01 01"}
    page = browser.submit(form, "/service-requests/check", **typed)
    english = browser.submit(page, "/service-requests", choose_language="en")
    assert english.status_code == 200
    assert Forms.of(english).named("/service-requests") | typed == Forms.of(english).named("/service-requests")
    assert installation.writes() == []


@pytest.mark.parametrize(
    ("path", "field", "typed"),
    [("/basket", "quantity", "17"), ("/basket/delivery", "purchase_reference", "PO-7")],
)
def test_language_button_keeps_what_was_typed_for_an_order(
    installation: Installation, path: str, field: str, typed: str
) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["order_supplies"]}
    browser = installation.browser(CUSTOMER)
    page = browser.submit(browser.get(path), path, choose_language="en", **{field: typed})
    assert (page.status_code, Forms.of(page).named(path)[field]) == (200, typed)
    assert installation.writes() == []


@pytest.mark.parametrize(
    ("path", "action", "name", "value"),
    [
        (f"/users/{USER}", "rights", "rights", "request_service"),
        (f"/users/{USER}", "scope", "sees", "chosen"),
        (f"/users/{USER}/machines", "", "machine_id", MACHINE),
        (f"/registrations/{REGISTRATION}", "approve", "sees", "all"),
        (f"/registrations/access/{ACCESS}", "grant", "group_id", GROUP),
    ],
)
def test_language_button_keeps_what_was_ticked(
    installation: Installation, path: str, action: str, name: str, value: str
) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["manage_users"]}
    installation.responses["get_user"] = GetUser.example[1] | {"rights": [], "machine_ids": [], "all_machines": True}
    browser, url = installation.browser(CUSTOMER), f"{path}/{action}".rstrip("/")
    page = browser.get(path)
    (form,) = re.findall(rf'<form [^>]*method="post" action="{url}"[^>]*>', page.text)
    assert 'id="typed"' in form or "data-typed" in form
    assert Forms.of(page).named(url).get(name) != value
    redisplayed = browser.submit(page, url, choose_language="en", **{name: value})
    assert (redisplayed.status_code, Forms.of(redisplayed).named(url)[name]) == (200, value)
    assert installation.writes() == []


def test_language_button_keeps_a_password_out_of_the_page(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.submit(browser.get("/login"), "/login", email="a@b.example", password="geheim", choose_language="en")
    assert Forms.of(page).named("/login")["email"] == "a@b.example"
    assert "geheim" not in page.text
    assert "This field has been cleared" in page.text


def test_password_that_was_not_typed_is_not_said_to_be_cleared(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.submit(browser.get("/login"), "/login", email="a@b.example", choose_language="en")
    assert "This field has been cleared" not in page.text


@pytest.mark.parametrize(
    ("page_language", "answer", "chosen", "after"),
    [("nl", "nl", "en", "en"), ("en", "en", "nl", "nl"), ("nl", "en", "en", "en"), ("en", "nl", "nl", "nl"),
     ("nl", "en", "nl", "en")],
)  # fmt: skip
def test_language_of_a_registration_follows_the_page_unless_another_was_chosen(
    installation: Installation, page_language: str, answer: str, chosen: str, after: str
) -> None:
    browser = installation.browser()
    browser.set_cookie("language", page_language)
    page = browser.submit(browser.get("/register"), "/register", language=answer, choose_language=chosen)
    assert Forms.of(page).named("/register")["language"] == after


def test_language_button_keeps_the_chosen_machines_of_a_group(installation: Installation) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["manage_machines"]}
    browser = installation.browser(CUSTOMER)
    fields = {"machine_id": MACHINE, "group_id": GROUP, "choose_language": "en"}
    token = Forms.of(browser.get("/menu")).named("/language")["csrf_token"]
    page = browser.send("/groups/add-machines", fields | {"csrf_token": token})
    assert Forms.of(page).named("/groups/add-machines")["machine_id"] == MACHINE
    assert "Add machines to a group" in page.text


def test_enter_in_a_field_does_not_press_the_language_button(installation: Installation) -> None:
    """It presses the first button of the form in the page, by HTML's rules."""
    page = installation.browser(CUSTOMER).get("/contact").text
    first = page.index('form="typed"')
    assert "name=" not in page[page.rindex("<", 0, first) : page.index(">", first)]
