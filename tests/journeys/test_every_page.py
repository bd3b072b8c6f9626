"""Every page is accessible, fits every width of `WIDTHS` and causes no browser error.

Journeys do not check this. A page is loaded once per language and checked in that window at every width in turn,
because widths matter to media queries only, and no script reads the window's size. axe's rules for WCAG and best
practices run at the widest, where all columns and both navigations are in the document. Only in a narrow window does a
table scroll within its card; the rule for that runs at `NARROW`. axe runs in Dutch only, because English pages have the
same elements.
"""

import re
from collections.abc import Callable

import guest_order_states
import guest_states
import pytest
import service_states
import staff_states
import user_states
from browser import OpenBrowser, Person
from people import ADMINISTRATOR, STAFF
from playwright.sync_api import ViewportSize
from states import OpenBrowserAs, States
from steps import MACHINE_TABS, switch_language

PAGES = {
    "": [
        "/login", "/password/forgot", "/register", "/mailbox", "/no-such-page", "/guest",
        "/support/nl", "/support/en", "/support/nl/search?text=toner", "/support/nl/search?text=nothing-like-this",
        "/support/nl/articles/wat-kost-het-klantportaal", "/support/nl/contact", "/support/nl/privacy", "/guest/status",
        "/support/en/articles/what-does-the-customer-portal-cost/feedback?helpful=no",
    ],
    ADMINISTRATOR: [
        "/", "/menu", "/machines", "/machines?condition=low", "/machines?text=nothing-like-this",
        "/service-requests", "/service-requests/new", "/orders", "/orders/new", "/orders?status=placed", "/basket",
        "/no-such-page",
        "/groups", "/groups/new", "/users", "/users/new", "/users/rights", "/users/audit", "/account",
        "/account/password", "/account/email", "/account/sessions", "/account/data", "/account/remove",
        "/registrations", "/registrations?answered=1",
        "/registrations/access", "/registrations/access?answered=1", "/registrations/policy", "/organisation",
        "/contact", "/contact?subject=company_data", "/guest-access", "/labels",
    ],
    STAFF: [
        "/", "/menu", "/machines", "/backoffice/service-requests", "/backoffice/orders", "/backoffice/customers",
        "/backoffice/mails", "/account", "/account/sessions", "/registrations", "/registrations/access",
        "/backoffice/customers/new", "/backoffice/contact", "/backoffice/contact?status=received",
        "/backoffice/staff", "/backoffice/staff/new", "/backoffice/audit", "/backoffice/dead-letters",
        "/backoffice/dead-letters?status=retry", "/backoffice/articles", "/backoffice/articles?text=nothing-like-this",
        "/backoffice/articles/new", "/backoffice/articles/pictures?unused=1", "/backoffice/articles/pictures/new",
    ],
}  # fmt: skip
STATES: list[Callable[[OpenBrowserAs], States]] = [
    states
    for module in (guest_order_states, guest_states, service_states, staff_states, user_states)
    for name, states in vars(module).items()
    if getattr(states, "__module__", "") == module.__name__ and not name.startswith("_")
]
"""All public functions that are defined in these modules, not those that they import."""
IN_BOTH_LANGUAGES = [
    service_states.an_order,
    service_states.a_service_request,
    service_states.a_message,
    staff_states.a_new_customer,
    staff_states.an_invitation_to_a_second_customer,
    user_states.a_forgotten_password,
    user_states.a_request_for_an_account,
]
MACHINES = [
    "Balie 1",  # no fault, and enough toner
    "Directie 1",  # low toner
    "Inkoop 1",  # unknown levels of toner, four colours
    "Expeditie 3",  # unknown level of toner, black only
    "Magazijn 2",  # not connected
]
"""One machine for each state that its tabs show differently."""
ON_SEVERAL_LINES = """all => all.filter(one => one.offsetHeight > 2.5 * parseFloat(getComputedStyle(one).fontSize))
    .map(one => one.innerText)"""
RIGHT_EDGES = "all => all.map(one => one.getBoundingClientRect().right)"
A4: ViewportSize = {"width": 718, "height": 1047}
"""A sheet within its margins, in CSS pixels."""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", PAGES, ids=["visitor", "customer", "staff"])
def test_page_is_accessible_and_fits_every_width(open_browser: OpenBrowser, who: str, language: str) -> None:
    person = _open_browser_as(open_browser, who, language)
    for path in PAGES[who]:
        response = person.page.goto(person.portal.url + path)
        assert response is not None
        assert response.status == (404 if path == "/no-such-page" else 200), path
        person.check_page(axe=language == "nl")


@pytest.mark.parametrize(
    ("language", "states"),
    [("nl", states) for states in STATES] + [("en", states) for states in IN_BOTH_LANGUAGES],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_state_of_a_page_is_accessible_and_fits_every_width(
    open_browser: OpenBrowser, language: str, states: Callable[[OpenBrowserAs], States]
) -> None:
    def open_browser_as(who: str = "", *, new_session: bool = False) -> Person:
        return _open_browser_as(open_browser, who, language, new_session=new_session)

    for person in states(open_browser_as):
        person.check_page(axe=language == "nl")


@pytest.mark.parametrize("name", MACHINES)
def test_tab_of_a_machine_is_accessible_and_fits_every_width(open_browser: OpenBrowser, name: str) -> None:
    person = _open_browser_as(open_browser, ADMINISTRATOR, "nl")
    person.open(f"/machines?text={name}")
    machine = person.page.locator("main tbody a", has_text=name).first.get_attribute("href")
    for tab in MACHINE_TABS:
        person.open(f"{machine}{tab}")
        person.check_page(axe=True)


@pytest.mark.parametrize("path", ["/", "/machines", "/service-requests", "/orders"])
def test_printed_page_has_tables_and_no_controls(open_browser: OpenBrowser, path: str) -> None:
    person = _open_browser_as(open_browser, ADMINISTRATOR, "nl")
    person.page.set_viewport_size(A4)
    person.open(path)
    person.page.emulate_media(media="print")
    assert person.page.locator("main thead").first.is_visible()
    controls = person.page.locator("button, .button, input, select, nav, header.top, .viewing")
    assert [one.inner_text() for one in controls.all() if one.is_visible()] == []
    assert person.page.locator("main .tag, main .badge").evaluate_all(ON_SEVERAL_LINES) == []
    assert person.page.locator("main table").evaluate_all(RIGHT_EDGES)[0] <= A4["width"]


def test_printed_order_fits_on_one_sheet(open_browser: OpenBrowser) -> None:
    person = _open_browser_as(open_browser, ADMINISTRATOR, "nl")
    person.open("/orders?status=shipped")
    person.press("main tbody a.name")
    assert person.page.locator("#parcels").is_visible()
    sheets = re.findall(rb"/Type\s*/Page\b", person.page.pdf(format="A4"))
    assert len(sheets) == 1


def _open_browser_as(open_browser: OpenBrowser, who: str, language: str, *, new_session: bool = False) -> Person:
    person = open_browser()
    if who:
        person.log_in(who, new_session=new_session)
    else:
        person.open("/login")
    switch_language(person, language)
    return person
