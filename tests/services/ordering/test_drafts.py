"""The basket, and that it becomes one order."""

import threading
from typing import Any

import pytest
from contracts.builders import a_customer, a_delivery, an_order, an_orderer
from contracts.running import Installation
from contracts.shop import Shop, a_shop
from eventually import eventually

from services.chassis.contract import Caller, ContractError, NotFound
from services.fleet.contracts import MachineNotFound
from services.ordering.contracts import (
    AddToDraft,
    ChangeDraft,
    DraftChanged,
    DraftIncomplete,
    DraftIsEmpty,
    DraftPlaced,
    GetDraft,
    ListOrders,
    PlaceDraft,
    SetDraftDelivery,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)


@pytest.fixture
def shop(installation: Installation) -> Shop:
    return a_shop(installation)


def add(installation: Installation, shop: Shop, caller: Caller | None = None, **wanted: Any) -> dict[str, Any]:
    return installation.call(AddToDraft, caller or shop.sanne, **shop.wanted(**wanted))


def address(installation: Installation, caller: Caller, draft: dict[str, Any], **told: Any) -> dict[str, Any]:
    return installation.call(SetDraftDelivery, caller, draft_id=draft["id"], **a_delivery(**told))


def place(installation: Installation, caller: Caller, draft: dict[str, Any], **instead: Any) -> dict[str, Any]:
    return installation.call(PlaceDraft, caller, **{"draft_id": draft["id"], "revision": draft["revision"]} | instead)


def basket(installation: Installation, caller: Caller) -> dict[str, Any]:
    return installation.call(GetDraft, caller)


def numbers(installation: Installation, caller: Caller) -> list[str]:
    return [row["reference_number"] for row in installation.call(ListOrders, caller)["rows"]]


def test_a_basket_in_which_nothing_was_put_is_empty(installation: Installation, shop: Shop) -> None:
    assert basket(installation, shop.sanne)["lines"] == []


def test_what_is_put_in_a_basket_is_found_there(installation: Installation, shop: Shop) -> None:
    add(installation, shop, quantity=2)
    lines = add(installation, shop, sku=shop.cyan)["lines"]
    assert [(line["sku"], line["quantity"]) for line in lines] == [(shop.black, 2), (shop.cyan, 1)]
    assert basket(installation, shop.sanne)["total"] == {"amount": 2500, "currency": "EUR"}


@pytest.mark.every_environment
def test_a_click_twice_puts_one_in_the_basket(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    assert [line["quantity"] for line in add(installation, shop)["lines"]] == [1]


def test_two_people_have_a_basket_each(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    assert basket(installation, an_orderer(shop.customer))["lines"] == []


def test_what_does_not_fit_does_not_get_into_a_basket(installation: Installation, shop: Shop) -> None:
    with pytest.raises(SupplyDoesNotFit):
        add(installation, shop, sku=shop.stranger)


def test_a_hidden_machine_does_not_get_into_a_basket(installation: Installation, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        add(installation, shop, shop.pieter)


def test_quantities_are_changed_and_lines_taken_out(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    draft = add(installation, shop, sku=shop.cyan)
    black, cyan = draft["lines"]
    lines = [{"line_id": black["id"], "quantity": 0}, {"line_id": cyan["id"], "quantity": 4}]
    draft = installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=lines)
    assert [(line["sku"], line["quantity"]) for line in draft["lines"]] == [(shop.cyan, 4)]


def test_a_basket_offers_the_address_of_the_machine_and_those_used_before(
    installation: Installation, shop: Shop
) -> None:
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    offered = add(installation, shop, machine=shop.second)["addresses"]
    assert [(one["street"], one["used_before"]) for one in offered] == [("Kade 2", False), ("Voorbeeldkade 12", True)]


def test_where_the_machine_stands_comes_first_also_when_it_was_used_long_ago(
    installation: Installation, shop: Shop
) -> None:
    here = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    an_order(installation, shop.sanne, shop.wanted(shop.cyan, shop.second), deliver_to=here)
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    offered = add(installation, shop, machine=shop.second)["addresses"]
    assert [one["street"] for one in offered] == ["Kade 2", "Voorbeeldkade 12"]


def test_an_address_used_for_hidden_machines_is_not_offered(installation: Installation, shop: Shop) -> None:
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    assert [one["street"] for one in add(installation, shop, shop.pieter, machine=shop.second)["addresses"]] == [
        "Kade 2"
    ]


def test_somebody_elses_draft_does_not_exist(installation: Installation, shop: Shop) -> None:
    draft = address(installation, shop.sanne, add(installation, shop))
    for stranger in (an_orderer(shop.customer), an_orderer(a_customer(installation))):
        for attempt in (
            lambda who: installation.call(GetDraft, who, draft_id=draft["id"]),
            lambda who: installation.call(ChangeDraft, who, draft_id=draft["id"], lines=[]),
            lambda who: address(installation, who, draft),
            lambda who: place(installation, who, draft),
        ):
            with pytest.raises(NotFound):
                attempt(stranger)


def test_a_draft_becomes_the_order_that_was_looked_at(installation: Installation, shop: Shop) -> None:
    order = place(
        installation,
        shop.sanne,
        address(installation, shop.sanne, add(installation, shop, quantity=2), attention="Magazijn"),
    )
    assert (order["attention"], order["lines"][0]["quantity"], order["status"]) == ("Magazijn", 2, "placed")
    assert basket(installation, shop.sanne)["lines"] == []


@pytest.mark.every_environment
def test_a_draft_placed_again_is_the_same_order(installation: Installation, shop: Shop) -> None:
    draft = address(installation, shop.sanne, add(installation, shop))
    first, again = place(installation, shop.sanne, draft), place(installation, shop.sanne, draft)
    late = place(installation, shop.sanne, draft, revision=draft["revision"] + 7)
    assert {first["reference_number"]} == {again["reference_number"], late["reference_number"]}
    assert numbers(installation, shop.sanne) == [first["reference_number"]]


@pytest.mark.every_environment
def test_two_tabs_at_the_same_moment_make_one_order(installation: Installation, shop: Shop) -> None:
    draft = address(installation, shop.sanne, add(installation, shop))
    placed: list[str] = []

    def press() -> None:
        placed.append(place(installation, shop.sanne, draft)["reference_number"])

    tabs = [threading.Thread(target=press) for _ in range(6)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(placed) == 6
    assert numbers(installation, shop.sanne) == [placed[0]]
    assert set(placed) == {placed[0]}


def test_a_draft_changed_in_another_tab_is_looked_at_again(installation: Installation, shop: Shop) -> None:
    draft = address(installation, shop.sanne, add(installation, shop))
    add(installation, shop, sku=shop.cyan)
    with pytest.raises(DraftChanged):
        place(installation, shop.sanne, draft)


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [("empty", DraftIsEmpty), ("without address", DraftIncomplete), ("on its way", SupplyAlreadyOnItsWay)],
)
def test_a_draft_that_is_not_ready_says_what_is_missing(
    installation: Installation, shop: Shop, prepared: str, refusal: type[ContractError]
) -> None:
    draft = add(installation, shop)
    if prepared == "on its way":
        an_order(installation, shop.sanne, shop.wanted())
        draft = address(installation, shop.sanne, draft, reason="")
        assert draft["wants_reason"]
    elif prepared == "empty":
        lines = [{"line_id": line["id"], "quantity": 0} for line in draft["lines"]]
        draft = installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=lines)
    with pytest.raises(refusal):
        place(installation, shop.sanne, draft)


def test_a_draft_that_was_placed_changes_no_more(installation: Installation, shop: Shop) -> None:
    draft = address(installation, shop.sanne, add(installation, shop))
    order = place(installation, shop.sanne, draft)
    for attempt in (
        lambda: installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=[]),
        lambda: address(installation, shop.sanne, draft),
    ):
        with pytest.raises(DraftPlaced) as refused:
            attempt()
        assert refused.value.params == {"reference_number": order["reference_number"]}


@pytest.mark.every_environment
def test_a_draft_left_alone_for_a_week_is_forgotten(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    installation.shift(days=6)
    assert basket(installation, shop.sanne)["lines"]
    installation.shift(days=7, hours=1)
    eventually(lambda: not basket(installation, shop.sanne)["lines"])
