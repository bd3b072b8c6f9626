"""The basket, and that it becomes one order."""

import threading
from typing import Any

import pytest
from contracts.builders import a_customer, a_delivery, an_order, an_orderer
from contracts.running import House
from contracts.shop import Shop, a_shop
from eventually import eventually

from services.chassis.contract import Caller, ContractError, NotFound
from services.fleet.contracts import MachineNotFound
from services.ordering.contracts import (
    AddressDraft,
    AddToDraft,
    ChangeDraft,
    DraftChanged,
    DraftIncomplete,
    DraftIsEmpty,
    DraftPlaced,
    FindDraft,
    ListOrders,
    PlaceDraft,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)


@pytest.fixture
def shop(house: House) -> Shop:
    return a_shop(house)


def add(house: House, shop: Shop, caller: Caller | None = None, **wanted: Any) -> dict[str, Any]:
    return house.call(AddToDraft, caller or shop.sanne, **shop.wanted(**wanted))


def address(house: House, caller: Caller, draft: dict[str, Any], **told: Any) -> dict[str, Any]:
    return house.call(AddressDraft, caller, draft_id=draft["id"], **a_delivery(**told))


def place(house: House, caller: Caller, draft: dict[str, Any], **instead: Any) -> dict[str, Any]:
    return house.call(PlaceDraft, caller, **{"draft_id": draft["id"], "revision": draft["revision"]} | instead)


def basket(house: House, caller: Caller) -> dict[str, Any]:
    return house.call(FindDraft, caller)


def numbers(house: House, caller: Caller) -> list[str]:
    return [row["reference_number"] for row in house.call(ListOrders, caller)["rows"]]


def test_a_basket_in_which_nothing_was_put_is_empty(house: House, shop: Shop) -> None:
    assert basket(house, shop.sanne)["lines"] == []


def test_what_is_put_in_a_basket_is_found_there(house: House, shop: Shop) -> None:
    add(house, shop, quantity=2)
    lines = add(house, shop, sku=shop.cyan)["lines"]
    assert [(line["sku"], line["quantity"]) for line in lines] == [(shop.black, 2), (shop.cyan, 1)]
    assert basket(house, shop.sanne)["total"] == {"amount": 2500, "currency": "EUR"}


def test_a_click_twice_puts_one_in_the_basket(house: House, shop: Shop) -> None:
    add(house, shop)
    assert [line["quantity"] for line in add(house, shop)["lines"]] == [1]


def test_two_people_have_a_basket_each(house: House, shop: Shop) -> None:
    add(house, shop)
    assert basket(house, an_orderer(shop.customer))["lines"] == []


def test_what_does_not_fit_does_not_get_into_a_basket(house: House, shop: Shop) -> None:
    with pytest.raises(SupplyDoesNotFit):
        add(house, shop, sku=shop.stranger)


def test_a_hidden_machine_does_not_get_into_a_basket(house: House, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        add(house, shop, shop.pieter)


def test_quantities_are_changed_and_lines_taken_out(house: House, shop: Shop) -> None:
    add(house, shop)
    draft = add(house, shop, sku=shop.cyan)
    black, cyan = draft["lines"]
    lines = [{"line_id": black["id"], "quantity": 0}, {"line_id": cyan["id"], "quantity": 4}]
    draft = house.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=lines)
    assert [(line["sku"], line["quantity"]) for line in draft["lines"]] == [(shop.cyan, 4)]


def test_a_basket_offers_the_address_of_the_machine_and_those_used_before(house: House, shop: Shop) -> None:
    an_order(house, shop.sanne, shop.wanted(shop.cyan))
    offered = add(house, shop, machine=shop.second)["addresses"]
    assert [(one["street"], one["used_before"]) for one in offered] == [("Kade 2", False), ("Voorbeeldkade 12", True)]


def test_where_the_machine_stands_comes_first_also_when_it_was_used_long_ago(house: House, shop: Shop) -> None:
    here = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    an_order(house, shop.sanne, shop.wanted(shop.cyan, shop.second), deliver_to=here)
    an_order(house, shop.sanne, shop.wanted(shop.cyan))
    offered = add(house, shop, machine=shop.second)["addresses"]
    assert [one["street"] for one in offered] == ["Kade 2", "Voorbeeldkade 12"]


def test_an_address_used_for_hidden_machines_is_not_offered(house: House, shop: Shop) -> None:
    an_order(house, shop.sanne, shop.wanted(shop.cyan))
    assert [one["street"] for one in add(house, shop, shop.pieter, machine=shop.second)["addresses"]] == ["Kade 2"]


def test_somebody_elses_draft_does_not_exist(house: House, shop: Shop) -> None:
    draft = address(house, shop.sanne, add(house, shop))
    for stranger in (an_orderer(shop.customer), an_orderer(a_customer(house))):
        for attempt in (
            lambda who: house.call(FindDraft, who, draft_id=draft["id"]),
            lambda who: house.call(ChangeDraft, who, draft_id=draft["id"], lines=[]),
            lambda who: address(house, who, draft),
            lambda who: place(house, who, draft),
        ):
            with pytest.raises(NotFound):
                attempt(stranger)


def test_a_draft_becomes_the_order_that_was_looked_at(house: House, shop: Shop) -> None:
    order = place(house, shop.sanne, address(house, shop.sanne, add(house, shop, quantity=2), attention="Magazijn"))
    assert (order["attention"], order["lines"][0]["quantity"], order["status"]) == ("Magazijn", 2, "placed")
    assert basket(house, shop.sanne)["lines"] == []


def test_a_draft_placed_again_is_the_same_order(house: House, shop: Shop) -> None:
    draft = address(house, shop.sanne, add(house, shop))
    first, again = place(house, shop.sanne, draft), place(house, shop.sanne, draft)
    late = place(house, shop.sanne, draft, revision=draft["revision"] + 7)
    assert {first["reference_number"]} == {again["reference_number"], late["reference_number"]}
    assert numbers(house, shop.sanne) == [first["reference_number"]]


def test_two_tabs_at_the_same_moment_make_one_order(house: House, shop: Shop) -> None:
    draft = address(house, shop.sanne, add(house, shop))
    placed: list[str] = []

    def press() -> None:
        placed.append(place(house, shop.sanne, draft)["reference_number"])

    tabs = [threading.Thread(target=press) for _ in range(6)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(placed) == 6
    assert numbers(house, shop.sanne) == [placed[0]]
    assert set(placed) == {placed[0]}


def test_a_draft_changed_in_another_tab_is_looked_at_again(house: House, shop: Shop) -> None:
    draft = address(house, shop.sanne, add(house, shop))
    add(house, shop, sku=shop.cyan)
    with pytest.raises(DraftChanged):
        place(house, shop.sanne, draft)


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [("empty", DraftIsEmpty), ("without address", DraftIncomplete), ("on its way", SupplyAlreadyOnItsWay)],
)
def test_a_draft_that_is_not_ready_says_what_is_missing(
    house: House, shop: Shop, prepared: str, refusal: type[ContractError]
) -> None:
    draft = add(house, shop)
    if prepared == "on its way":
        an_order(house, shop.sanne, shop.wanted())
        draft = address(house, shop.sanne, draft, reason="")
        assert draft["wants_reason"]
    elif prepared == "empty":
        lines = [{"line_id": line["id"], "quantity": 0} for line in draft["lines"]]
        draft = house.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=lines)
    with pytest.raises(refusal):
        place(house, shop.sanne, draft)


def test_a_draft_that_was_placed_changes_no_more(house: House, shop: Shop) -> None:
    draft = address(house, shop.sanne, add(house, shop))
    order = place(house, shop.sanne, draft)
    for attempt in (
        lambda: house.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=[]),
        lambda: address(house, shop.sanne, draft),
    ):
        with pytest.raises(DraftPlaced) as refused:
            attempt()
        assert refused.value.params == {"reference_number": order["reference_number"]}


def test_a_draft_left_alone_for_a_week_is_forgotten(house: House, shop: Shop) -> None:
    add(house, shop)
    house.shift(days=6)
    assert basket(house, shop.sanne)["lines"]
    house.shift(days=7, hours=1)
    eventually(lambda: not basket(house, shop.sanne)["lines"])
