"""Guests order supplies for the machine of their pass."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from contracts.builders import a_customer, a_group, a_machine, an_order, number
from contracts.guest_work import a_guest, a_guest_order, who
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, TooManyAttempts
from services.chassis.contract.guests import GuestPassUsed
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right
from services.ordering.contracts import (
    CancelOrder,
    CheckGuestOrder,
    GetGuestOrderForm,
    GetOrder,
    GuestReasonRequired,
    ListOrders,
    NoDeliveryAddress,
    PlaceGuestOrder,
    SupplyDoesNotFit,
)


@pytest.fixture
def shop(installation: Installation) -> Shop:
    return a_shop(installation)


@pytest.fixture
def guest(shop: Shop) -> Caller:
    """At the machine that has an address."""
    return a_guest(shop.customer, shop.second, Right.ORDER_SUPPLIES, "en")


def order(installation: Installation, guest: Caller, *skus: str, **values: Any) -> str:
    request = who() | {"lines": [{"sku": sku, "quantity": 2} for sku in skus]} | values
    return str(installation.call(PlaceGuestOrder, guest, **request)["reference_number"])


def test_a_guest_is_offered_what_fits_without_prices_and_other_orders(
    installation: Installation, shop: Shop, guest: Caller
) -> None:
    form = installation.call(GetGuestOrderForm, guest)
    assert form["supplies"] == [
        {"sku": shop.black, "name": "Toner", "kind": "toner", "colour": "black", "expected": None},
        {"sku": shop.cyan, "name": "Toner", "kind": "toner", "colour": "cyan", "expected": None},
    ]
    assert form["deliver_to"] == {
        "name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL",
    }  # fmt: skip


def test_what_is_on_its_way_is_said_without_its_number(installation: Installation, shop: Shop, guest: Caller) -> None:
    number = an_order(installation, shop.sanne, shop.wanted(machine=shop.second, quantity=3))["reference_number"]
    form = installation.call(GetGuestOrderForm, guest)
    (expected,) = [row["expected"] for row in form["supplies"] if row["sku"] == shop.black]
    assert (expected["status"], expected["quantity"], expected["shipped"]) == ("placed", 3, 0)
    assert number not in str(form)


@pytest.mark.every_environment
def test_a_guests_order_is_delivered_to_the_machine_and_shows_the_guest(
    installation: Installation, shop: Shop, guest: Caller
) -> None:
    ine = who()
    reference = order(installation, guest, shop.black, **ine)
    row = installation.call(GetOrder, shop.sanne, reference_number=reference)
    assert (row["orderer_id"], row["guest"]) == (None, ine | {"language": "en"})
    assert (row["deliver_to"]["street"], row["attention"], row["status"]) == ("Kade 2", "", "placed")
    assert [(line["sku"], line["quantity"], line["machine"]["id"]) for line in row["lines"]] == [
        (shop.black, 2, shop.second)
    ]
    (step,) = row["timeline"]
    assert (step["by_staff"], step["author_id"]) == (False, None)


def test_an_order_of_a_user_has_no_guest(installation: Installation, shop: Shop) -> None:
    assert an_order(installation, shop.sanne, shop.wanted())["guest"] is None


@pytest.mark.every_environment
def test_orders_of_guests_are_filtered(installation: Installation, shop: Shop, guest: Caller) -> None:
    an_order(installation, shop.sanne, shop.wanted())
    reference = order(installation, guest, shop.black)
    rows = installation.call(ListOrders, shop.sanne, by_guests=True)["rows"]
    assert [row["reference_number"] for row in rows] == [reference]


def test_who_does_not_see_the_machine_does_not_see_the_guests_order(
    installation: Installation, shop: Shop, guest: Caller
) -> None:
    order(installation, guest, shop.black)
    limited = shop.customer.caller(groups=[a_group(installation, shop.customer, shop.first)])
    assert installation.call(ListOrders, limited, by_guests=True)["rows"] == []


def test_the_customer_cancels_a_guests_order(installation: Installation, shop: Shop, guest: Caller) -> None:
    reference = order(installation, guest, shop.black)
    assert installation.call(GetOrder, shop.sanne, reference_number=reference)["may_cancel"]
    assert installation.call(CancelOrder, shop.sanne, reference_number=reference)["status"] == "cancelled"


def test_a_supply_that_does_not_fit_is_refused(installation: Installation, shop: Shop, guest: Caller) -> None:
    with pytest.raises(SupplyDoesNotFit):
        order(installation, guest, shop.stranger)


@pytest.mark.parametrize("quantity", [0, 100])
def test_a_quantity_beyond_that_of_users_is_refused(
    installation: Installation, shop: Shop, guest: Caller, quantity: int
) -> None:
    with pytest.raises(Invalid):
        order(installation, guest, lines=[{"sku": shop.black, "quantity": quantity}])


def test_a_used_pass_opens_no_form(installation: Installation, shop: Shop, guest: Caller) -> None:
    reference = order(installation, guest, shop.black)
    with pytest.raises(GuestPassUsed) as refused:
        installation.call(GetGuestOrderForm, guest)
    assert refused.value.params == {"reference_number": reference}


def test_a_refused_order_does_not_count_for_its_address(installation: Installation, shop: Shop, guest: Caller) -> None:
    ine = who()
    for _ in range(5):
        with pytest.raises(SupplyDoesNotFit):
            order(installation, guest, shop.stranger, **ine)
    assert order(installation, guest, shop.black, **ine)


def test_a_supply_on_its_way_needs_a_reason(installation: Installation, shop: Shop, guest: Caller) -> None:
    an_order(installation, shop.sanne, shop.wanted(machine=shop.second))
    for operation in (CheckGuestOrder, PlaceGuestOrder):
        with pytest.raises(GuestReasonRequired) as refused:
            installation.call(operation, guest, lines=[{"sku": shop.black, "quantity": 2}], **who())
        assert refused.value.params == {"sku": shop.black}
    reference = order(installation, guest, shop.black, reason="De andere doos is zoek.")
    shown = installation.call(GetOrder, shop.sanne, reference_number=reference)
    assert shown["reason"] == "De andere doos is zoek."


def test_a_check_says_what_can_be_ordered_and_orders_nothing(
    installation: Installation, shop: Shop, guest: Caller
) -> None:
    lines = [{"sku": shop.black, "quantity": 2}]
    checked = installation.call(CheckGuestOrder, guest, lines=lines, **who())
    assert checked == installation.call(GetGuestOrderForm, guest)
    assert installation.call(ListOrders, shop.sanne, by_guests=True)["rows"] == []


def test_nothing_is_ordered_for_a_machine_without_an_address(installation: Installation, shop: Shop) -> None:
    model = {"manufacturer": "Konica Minolta", "model_name": number("bizhub ")}
    machine = a_machine(installation, shop.customer, **model, location={"site": "Depot", "city": "Utrecht"})
    guest = a_guest(shop.customer, machine, Right.ORDER_SUPPLIES)
    assert installation.call(GetGuestOrderForm, guest)["deliver_to"] is None
    with pytest.raises(NoDeliveryAddress):
        order(installation, guest, shop.black)


def test_a_pass_orders_once(installation: Installation, shop: Shop, guest: Caller) -> None:
    reference = order(installation, guest, shop.black)
    with pytest.raises(GuestPassUsed) as refused:
        order(installation, guest, shop.cyan)
    assert refused.value.params == {"reference_number": reference}
    assert len(installation.call(ListOrders, STAFF, machine_id=shop.second)["rows"]) == 1


def test_an_order_sent_twice_with_its_key_has_the_same_answer(
    installation: Installation, shop: Shop, guest: Caller
) -> None:
    request = who() | {"lines": [{"sku": shop.black, "quantity": 1}]}
    client = installation.client("gateway")
    first, second = (client.call(PlaceGuestOrder, guest, key="form", **request) for _ in range(2))
    assert first == second


@pytest.mark.every_environment
def test_of_two_orders_of_a_pass_at_the_same_moment_one_is_refused(
    installation: Installation, shop: Shop, guest: Caller
) -> None:
    outcomes: list[str] = []

    def place(sku: str) -> None:
        try:
            outcomes.append(order(installation, guest, sku))
        except ContractError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=place, args=[sku]) for sku in (shop.black, shop.cyan)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1:] == ["guest_pass_used"]


def test_a_sixth_order_with_one_address_within_an_hour_is_refused(installation: Installation, shop: Shop) -> None:
    ine = who()
    for _ in range(5):
        a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    with pytest.raises(TooManyAttempts):
        a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)


def test_orders_of_guests_at_one_machine_are_limited(installation: Installation, shop: Shop) -> None:
    for _ in range(20):
        a_guest_order(installation, shop.customer, shop.second, shop.black)
    with pytest.raises(TooManyAttempts):
        a_guest_order(installation, shop.customer, shop.second, shop.black)


def test_a_pass_of_a_former_customer_finds_no_machine(installation: Installation, shop: Shop, guest: Caller) -> None:
    former = replace(guest, customer_id=a_customer(installation).id)
    for operation, request in ((GetGuestOrderForm, {}), (PlaceGuestOrder, PlaceGuestOrder.example[0])):
        with pytest.raises(MachineNotFound):
            installation.call(operation, former, **request)


def test_a_pass_for_another_action_does_not_order(installation: Installation, shop: Shop) -> None:
    guest = a_guest(shop.customer, shop.second, Right.REQUEST_SERVICE)
    with pytest.raises(NotAllowed):
        order(installation, guest, shop.black)


def test_a_list_for_staff_has_the_orders_of_one_customer(installation: Installation, shop: Shop, guest: Caller) -> None:
    reference, other = order(installation, guest, shop.black), a_shop(installation)
    a_guest_order(installation, other.customer, other.second, other.black)
    rows = installation.call(ListOrders, STAFF, customer_id=shop.customer.id, by_guests=True)["rows"]
    assert [row["reference_number"] for row in rows] == [reference]
