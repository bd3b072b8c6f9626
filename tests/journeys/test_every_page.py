"""Every page: no barrier for anybody, no sideways scrolling at any of `WIDTHS`, no complaint of the browser.

Journeys say what a page does and do not look at it again. A page is loaded once for each language and looked at in that
window, which takes every width in turn: the style sheets know widths by media queries alone, and no script measures.
All rules of axe run at the widest, where all columns and both navigations are in the document; what only a narrow
window has is a table that scrolls within its card, and the rule for that runs at `NARROW`.
"""

from collections.abc import Callable

import pytest
import service_states
import staff_states
import user_states
from browser import Person
from playwright.sync_api import ViewportSize
from states import States
from steps import speak

CUSTOMER = "sanne@vandijk.example"
STAFF = "joris@dealer.example"
PAGES = {
    "": ["/login", "/password/forgot", "/password/forgot?sent=1", "/register",
         "/register?done=sent", "/register?done=confirmed", "/mailbox", "/no-such-page"],
    CUSTOMER: [
        "/", "/menu", "/machines", "/machines?condition=low", "/machines?text=nothing-like-this",
        "/service-requests", "/service-requests/new", "/orders", "/orders?status=placed", "/basket", "/no-such-page",
        "/groups", "/groups/new", "/users", "/users/new", "/users/rights", "/users/audit", "/account",
        "/account/password", "/account/email", "/account/sessions", "/registrations", "/registrations?answered=1",
        "/registrations/access", "/registrations/access?answered=1", "/registrations/policy", "/organisation",
        "/contact", "/contact?subject=company_data",
    ],
    STAFF: [
        "/", "/menu", "/machines", "/backoffice/service-requests", "/backoffice/orders", "/backoffice/customers",
        "/backoffice/mails", "/account", "/account/sessions", "/registrations", "/registrations/access",
        "/backoffice/customers/new", "/backoffice/contact", "/backoffice/contact?status=received",
        "/backoffice/staff", "/backoffice/staff/new", "/backoffice/audit", "/backoffice/dead-letters",
        "/backoffice/dead-letters?status=retry",
    ],
}  # fmt: skip
STATES: list[Callable[..., States]] = [
    states
    for module in (service_states, staff_states, user_states)
    for states in vars(module).values()
    if getattr(states, "__module__", "") == module.__name__
]
IN_BOTH_LANGUAGES = [
    service_states.an_order,
    service_states.a_service_request,
    service_states.a_message,
    staff_states.a_new_customer,
    staff_states.an_invitation_to_a_further_customer,
]
TABS = ["", "/supplies", "/readings", "/service-history", "/orders"]
A4: ViewportSize = {"width": 718, "height": 1047}
"""A sheet within its margins, in CSS pixels."""
Visit = Callable[..., Person]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", PAGES, ids=["visitor", "customer", "staff"])
def test_no_page_has_a_barrier_or_scrolls_sideways(visit: Visit, who: str, language: str) -> None:
    person = _come(visit, who, language)
    for path in PAGES[who]:
        answer = person.page.goto(person.portal.url + path)
        assert answer is not None
        assert answer.status == (404 if path == "/no-such-page" else 200), path
        person.look_around()


@pytest.mark.parametrize(
    ("language", "states"),
    [("nl", states) for states in STATES] + [("en", states) for states in IN_BOTH_LANGUAGES],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_no_state_of_a_page_has_a_barrier_or_scrolls_sideways(
    visit: Visit, language: str, states: Callable[[Visit], States]
) -> None:
    def come(who: str = "", *, anew: bool = False) -> Person:
        return _come(visit, who, language, anew=anew)

    for person in states(come):
        person.look_around()


@pytest.mark.parametrize("name", ["Balie 1", "Directie 1", "Inkoop 1", "Expeditie 3", "Magazijn 2"])
def test_no_tab_of_a_machine_has_a_barrier_or_scrolls_sideways(visit: Visit, name: str) -> None:
    person = _come(visit, CUSTOMER, "nl")
    person.open(f"/machines?text={name}")
    machine = person.page.locator("main tbody a", has_text=name).first.get_attribute("href")
    for tab in TABS:
        person.open(f"{machine}{tab}")
        person.look_around()


@pytest.mark.parametrize("path", ["/", "/machines", "/service-requests", "/orders"])
def test_on_paper_tables_stay_tables_and_there_is_nothing_to_press(visit: Visit, path: str) -> None:
    person = _come(visit, CUSTOMER, "nl")
    person.page.set_viewport_size(A4)
    person.open(path)
    person.page.emulate_media(media="print")
    assert person.page.locator("main thead").first.is_visible()
    pressed = person.page.locator("button, .button, input, select, .side, .top, .bottom")
    assert [one.inner_text() for one in pressed.all() if one.is_visible()] == []


def test_a_level_that_is_not_known_is_told_in_words_and_never_as_a_percentage(visit: Visit) -> None:
    person = _come(visit, CUSTOMER, "nl")
    person.open("/machines?text=Huisdrukkerij 1")
    person.press("main tbody a")
    person.press('a[href$="/supplies"]')
    (toner,) = person.page.locator("section[aria-labelledby=levels] li", has_text="Toner").all_inner_texts()
    assert ("de machine meldt niet hoeveel" in toner, "%" in toner) == (True, False)


def test_a_user_of_a_group_sees_the_machines_of_that_group_alone(visit: Visit) -> None:
    person = visit()
    person.log_in("pieter@vandijk.example")
    person.open("/machines?limit=200")
    places = person.page.locator("main tbody tr").all_inner_texts()
    assert len(places) == 18
    assert all("Distributiecentrum" in place for place in places)


def test_a_machine_out_of_scope_does_not_exist(visit: Visit) -> None:
    administrator, user = _come(visit, CUSTOMER, "nl"), visit()
    administrator.open("/machines?text=Balie 1")
    hidden = administrator.page.locator("main tbody a", has_text="Balie 1").first.get_attribute("href")
    user.log_in("pieter@vandijk.example")
    answers = [user.page.goto(f"{user.portal.url}{hidden}{tab}") for tab in TABS]
    assert [answer.status for answer in answers if answer] == [404] * len(TABS)


def test_after_logging_out_a_stolen_cookie_is_dead(visit: Visit) -> None:
    person = _come(visit, CUSTOMER, "nl", anew=True)
    cookies = person.page.context.cookies()
    person.press('form[action="/logout"] button')
    person.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    person.open("/machines")
    assert person.path.startswith("/login")


def _come(visit: Visit, who: str, language: str, *, anew: bool = False) -> Person:
    person = visit()
    if who:
        person.log_in(who, anew=anew)
    else:
        person.open("/login")
    speak(person, language)
    return person
