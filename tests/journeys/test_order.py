"""From a toner bar to a delivered box, on both sides (product.md section 4)."""

import re
from collections.abc import Callable

import pytest
from browser import Person
from eventually import eventually

NUMBER = re.compile(r"SO-\d{4}-\d{4}-\d")
WORDS = {
    "nl": {
        "email": "sanne@vandijk.example",
        "machine": "Archief 1",
        "statuses": ["Geplaatst", "Bevestigd", "Onderweg", "Bezorgd"],
        "mails": ["is bevestigd", "is onderweg", "is bezorgd"],
    },
    "en": {
        "email": "james@vandijk.example",
        "machine": "Archief 2",
        "statuses": ["Placed", "Confirmed", "On its way", "Delivered"],
        "mails": ["is confirmed", "is on its way", "has been delivered"],
    },
}
STAFF = "joris@dealer.example"
Visit = Callable[..., Person]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_customer_orders_a_toner_and_follows_it_to_the_door(visit: Visit, language: str, scripts: bool) -> None:
    words = WORDS[language]
    customer, staff = visit(scripts=scripts), visit(scripts=scripts)
    customer.log_in(words["email"])
    reference = _order(customer, words["machine"], look=scripts)
    staff.log_in(STAFF)
    for step, (status, mail) in enumerate(zip(words["statuses"][1:], words["mails"], strict=True)):
        _handle(staff, reference, step, look=scripts)
        customer.open(f"/orders/{reference}")
        assert status in customer.page.locator("main .page-head").inner_text()
        assert eventually(lambda mail=mail: any(reference in one and mail in one for one in _mails(customer)))
    assert "3SABC12345" in customer.main
    if scripts:
        customer.look_around()


def test_an_open_order_shows_beside_the_toner_and_at_the_machine(visit: Visit) -> None:
    customer = visit()
    customer.log_in(WORDS["nl"]["email"])
    reference = _order(customer, "Balie 3")
    _go_to_machine(customer, "Balie 3")
    assert reference in customer.page.locator("section[aria-labelledby=levels]").inner_text()
    customer.press('.tabs a[href$="/orders"]')
    assert reference in customer.main
    customer.look_around()


def test_back_reload_and_another_tab_make_one_order(visit: Visit) -> None:
    customer = visit()
    customer.log_in(WORDS["nl"]["email"])
    _fill_basket(customer, "Balie 2")
    _address(customer)
    other = customer.page.context.new_page()
    other.goto(customer.page.url)
    customer.press("main form.actions button.primary")
    reference = _reference(customer)
    customer.page.go_back()
    customer.press("main form.actions button.primary")
    assert _reference(customer) == reference
    customer.page.reload()
    assert _reference(customer) == reference
    with other.expect_navigation():
        other.locator("main form.actions button.primary").click()
    assert reference in other.locator("main").inner_text()
    customer.open("/orders")
    assert customer.main.count("Balie 2") == 1


def test_a_customer_cancels_until_the_order_is_confirmed(visit: Visit) -> None:
    customer = visit()
    customer.log_in(WORDS["nl"]["email"])
    reference = _order(customer, "Directie 2")
    customer.open(f"/orders/{reference}")
    customer.press('main a[href$="/cancel"]')
    customer.press("main form button.danger")
    assert "Geannuleerd" in customer.main
    assert customer.page.locator('main a[href$="/cancel"]').count() == 0


def test_a_wrong_quantity_and_a_missing_address_are_told_at_the_field_with_what_was_typed(visit: Visit) -> None:
    customer = visit()
    customer.log_in(WORDS["nl"]["email"])
    _fill_basket(customer, "Expeditie 1")
    quantity = customer.page.locator("main input[name=quantity]").first
    quantity.fill("veel")
    customer.press("main .actions button.primary")
    assert quantity.input_value() == "veel"
    assert customer.page.locator("#quantity-0-problem").count() == 1
    customer.look_around()
    quantity.fill("2")
    customer.press("main .actions button.primary")
    customer.page.locator("input[name=choice][value=other]").check()
    customer.page.locator("input[name=deliver_to-city]").fill("Utrecht")
    customer.press("main form button.primary")
    assert customer.page.locator("input[name=deliver_to-city]").input_value() == "Utrecht"
    customer.page.locator('#problems a[href="#deliver_to-street"]').click()
    assert customer.page.evaluate("document.activeElement.id") == "deliver_to-street"
    customer.look_around()


def test_ordering_the_same_again_wants_a_reason(visit: Visit) -> None:
    customer = visit()
    customer.log_in(WORDS["nl"]["email"])
    _order(customer, "Magazijn 1")
    _fill_basket(customer, "Magazijn 1")
    _address(customer)
    customer.press("main form.actions button.primary")
    assert customer.page.locator("#problems").count() == 1
    customer.open("/basket/delivery")
    customer.page.locator("input[name=reason]").fill("De vorige lekte.")
    customer.press("main form button.primary")
    customer.press("main form.actions button.primary")
    assert _reference(customer)


def _order(customer: Person, machine: str, *, look: bool = False) -> str:
    _fill_basket(customer, machine)
    if look:
        customer.look_around()
    _address(customer, look=look)
    customer.press("main form.actions button.primary")
    reference = _reference(customer)
    assert eventually(lambda: any(reference in one for one in _mails(customer)))
    return reference


def _fill_basket(customer: Person, machine: str) -> None:
    _go_to_machine(customer, machine)
    customer.press('form[action="/basket/add"] button')
    assert machine in customer.main


def _address(customer: Person, *, look: bool = False) -> None:
    if customer.path == "/basket":
        customer.press("main .actions button.primary")
    if look:
        customer.look_around()
    customer.press("main form button.primary")
    assert customer.path.startswith("/basket/check"), customer.main
    if look:
        customer.look_around()


def _handle(staff: Person, reference: str, step: int, *, look: bool) -> None:
    """Confirm, ship, deliver."""
    staff.open(f"/backoffice/orders/{reference}")
    if look:
        staff.look_around()
    staff.press("main .page-head .primary")
    if step == 1:
        staff.page.locator("input[name=carrier]").fill("PostNL")
        staff.page.locator("input[name=tracking_number]").fill("3SABC12345")
        staff.page.locator("input[name=tracking_url]").fill("https://carrier.example/3SABC12345")
        if look:
            staff.look_around()
        staff.press("main form button.primary")


def _go_to_machine(person: Person, name: str) -> None:
    person.open(f"/machines?text={name}")
    person.press(f'main tbody a:text-is("{name}")')


def _mails(person: Person) -> list[str]:
    """What the mailbox lists, seen beside the page that is open."""
    beside = person.page.context.new_page()
    beside.goto(f"{person.portal.url}/mailbox")
    rows = beside.locator("main li, main tr").all_inner_texts()
    beside.close()
    return rows


def _reference(person: Person) -> str:
    found = NUMBER.search(person.main)
    assert found, person.main
    return found[0]
