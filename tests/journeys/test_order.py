"""Orders from basket to delivery, by customer and staff (docs/features.md#ordering)."""

import pytest
from browser import OpenBrowser, Person
from demo_mailbox import subjects
from eventually import eventually
from people import ADMINISTRATOR, ENGLISH_USER, STAFF
from steps import ORDER_NUMBER, fill_basket, give_address, number_on, send_order, ship_order

WORDS = {
    "nl": {
        "email": ADMINISTRATOR,
        "machine": "Archief 1",
        "statuses": ["Geplaatst", "Bevestigd", "Onderweg", "Bezorgd"],
        "mails": ["is bevestigd", "is onderweg", "is bezorgd"],
    },
    "en": {
        "email": ENGLISH_USER,
        "machine": "Archief 2",
        "statuses": ["Placed", "Confirmed", "On its way", "Delivered"],
        "mails": ["has been confirmed", "is on its way", "has been delivered"],
    },
}


@pytest.mark.parametrize(
    ("language", "scripts"), [("nl", True), ("en", False)], ids=["Dutch", "English, no JavaScript"]
)
def test_order_is_placed_confirmed_shipped_and_delivered(
    open_browser: OpenBrowser, language: str, scripts: bool
) -> None:
    words = WORDS[language]
    customer, staff = open_browser(scripts=scripts), open_browser(scripts=scripts)
    customer.log_in(words["email"])
    reference = _order(customer, words["machine"])
    staff.log_in(STAFF)
    for step, (status, mail) in enumerate(zip(words["statuses"][1:], words["mails"], strict=True)):
        _handle(staff, reference, step)
        customer.open(f"/orders/{reference}")
        assert status in customer.page.locator("main .page-head").inner_text()
        assert eventually(lambda mail=mail: any(mail in one for one in subjects(customer.portal, reference)))
    assert "3SABC12345" in customer.main


def test_back_reload_and_another_tab_create_one_order(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(WORDS["nl"]["email"])
    fill_basket(customer, "Balie 2")
    give_address(customer)
    other = customer.page.context.new_page()
    other.goto(customer.page.url)
    reference = send_order(customer)
    customer.page.go_back()
    assert number_on(customer, ORDER_NUMBER) == reference
    customer.page.reload()
    assert number_on(customer, ORDER_NUMBER) == reference
    with other.expect_navigation():
        other.locator("main form.actions button.primary").click()
    assert reference in other.locator("main").inner_text()
    customer.open("/orders")
    assert customer.main.count("Balie 2") == 1


def test_invalid_quantity_and_address_are_reported_at_their_fields(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(WORDS["nl"]["email"])
    fill_basket(customer, "Expeditie 1")
    quantity = customer.page.locator("main input[name=quantity]").first
    quantity.fill("veel")
    customer.press("main .actions button.primary")
    assert quantity.input_value() == "veel"
    assert customer.page.locator("#quantity-0-problem").count() == 1
    quantity.fill("2")
    customer.press("main .actions button.primary")
    customer.page.locator("input[name=choice][value=other]").check()
    customer.page.locator("input[name=deliver_to-street]").fill("")  # may contain that of an earlier order
    customer.page.locator("input[name=deliver_to-city]").fill("Utrecht")
    customer.press("main form button.primary")
    assert customer.page.locator("input[name=deliver_to-city]").input_value() == "Utrecht"
    customer.page.locator('#problems a[href="#deliver_to-street"]').click()
    assert customer.page.evaluate("document.activeElement.id") == "deliver_to-street"


def test_second_order_of_the_same_supply_requires_a_reason(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(WORDS["nl"]["email"])
    _order(customer, "Magazijn 1")
    fill_basket(customer, "Magazijn 1")
    customer.press("main .actions button.primary")
    customer.press("main form button.primary")
    assert customer.page.locator("#reason-problem").is_visible()
    customer.page.locator("input[name=reason]").fill("De vorige lekte.")
    give_address(customer)
    assert customer.page.locator("input[name=reason]").count() == 0
    assert send_order(customer)


@pytest.mark.parametrize(
    ("language", "scripts"), [("nl", True), ("en", False)], ids=["Dutch", "English, no JavaScript"]
)
def test_order_begins_with_what_runs_low_by_keyboard(open_browser: OpenBrowser, language: str, scripts: bool) -> None:
    customer = open_browser(scripts=scripts)
    customer.log_in(WORDS[language]["email"])
    customer.press('main .page-head a[href="/orders/new"]')
    button = customer.page.locator('main table form[action="/basket/add"] button').first
    button.focus()
    with customer.page.expect_navigation():
        customer.page.keyboard.press("Enter")
    assert customer.path.startswith("/orders/new")
    assert customer.page.locator("main [role=status]").count() == 1
    assert customer.page.locator("main table a[href='/basket']:focus").count() == 1
    customer.press('main table a[href="/basket"]')
    customer.press("main button[name=remove]")  # other journeys use the basket
    assert customer.page.locator("main table").count() == 0


def _order(customer: Person, machine: str) -> str:
    fill_basket(customer, machine)
    give_address(customer)
    reference = send_order(customer)
    assert eventually(lambda: subjects(customer.portal, reference))
    return reference


def _handle(staff: Person, reference: str, step: int) -> None:
    """Confirm, ship, deliver."""
    staff.open(f"/backoffice/orders/{reference}")
    staff.press("main .page-head .primary")
    if step == 1:
        ship_order(staff)
        staff.press("main form button.primary")
