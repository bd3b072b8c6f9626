"""A draft (the basket) and its order."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from contracts.builders import a_customer, a_delivery, a_machine, a_supply, an_order, an_orderer
from contracts.running import Installation
from contracts.shop import Shop, a_shop
from eventually import eventually

from services.chassis.contract import Caller, ContractError, Invalid, NotFound
from services.fleet.contracts import GetMachine, MachineNotFound
from services.ordering.contracts import (
    AddToDraft,
    ChangeDraft,
    DraftChanged,
    DraftIncomplete,
    DraftIsEmpty,
    DraftLinesUnavailable,
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


def add(installation: Installation, shop: Shop, caller: Caller | None = None, **line: Any) -> dict[str, Any]:
    return installation.call(AddToDraft, caller or shop.sanne, **shop.wanted(**line))


def set_delivery(installation: Installation, caller: Caller, draft: dict[str, Any], **delivery: Any) -> dict[str, Any]:
    return installation.call(SetDraftDelivery, caller, draft_id=draft["id"], **a_delivery(**delivery))


def place(installation: Installation, caller: Caller, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
    return installation.call(PlaceDraft, caller, **{"draft_id": draft["id"], "revision": draft["revision"]} | values)


def basket(installation: Installation, caller: Caller) -> dict[str, Any]:
    return installation.call(GetDraft, caller)


def withdraw(installation: Installation, sku: str) -> None:
    """The supply fits no model any more."""
    a_supply(installation, sku=sku)


def set_cost_centre(installation: Installation, shop: Shop, machine: str, cost_centre: str) -> None:
    """The machine gets a cost centre; its model stays."""
    found = installation.call(GetMachine, shop.sanne, machine_id=machine)
    names = {name: found[name] for name in ("equipment_number", "manufacturer", "model_name")}
    a_machine(installation, shop.customer, **names, cost_centre=cost_centre)


def numbers(installation: Installation, caller: Caller) -> list[str]:
    return [row["reference_number"] for row in installation.call(ListOrders, caller)["rows"]]


def test_a_new_draft_is_empty(installation: Installation, shop: Shop) -> None:
    assert basket(installation, shop.sanne)["lines"] == []


def test_an_added_supply_is_in_the_draft(installation: Installation, shop: Shop) -> None:
    add(installation, shop, quantity=2)
    lines = add(installation, shop, sku=shop.cyan)["lines"]
    assert [(line["sku"], line["quantity"]) for line in lines] == [(shop.black, 2), (shop.cyan, 1)]
    assert basket(installation, shop.sanne)["total"] == {"amount": 2500, "currency": "EUR"}
    assert [line["line_total"] for line in lines] == [{"amount": 2500, "currency": "EUR"}, None]


@pytest.mark.every_environment
def test_a_supply_added_twice_is_one_piece(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    assert [line["quantity"] for line in add(installation, shop)["lines"]] == [1]


def test_each_person_has_a_draft(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    assert basket(installation, an_orderer(shop.customer))["lines"] == []


def test_a_supply_that_does_not_fit_cannot_be_added(installation: Installation, shop: Shop) -> None:
    with pytest.raises(SupplyDoesNotFit):
        add(installation, shop, sku=shop.stranger)


def test_a_supply_for_a_hidden_machine_cannot_be_added(installation: Installation, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        add(installation, shop, shop.pieter)


def test_quantities_can_be_changed_and_lines_removed(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    draft = add(installation, shop, sku=shop.cyan)
    black, cyan = draft["lines"]
    lines = [{"line_id": black["id"], "quantity": 0}, {"line_id": cyan["id"], "quantity": 4}]
    draft = installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=lines)
    assert [(line["sku"], line["quantity"]) for line in draft["lines"]] == [(shop.cyan, 4)]


def test_a_draft_offers_the_address_of_the_machine_and_used_ones(installation: Installation, shop: Shop) -> None:
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    offered = add(installation, shop, machine=shop.second)["addresses"]
    assert [(address["street"], address["used_before"]) for address in offered] == [
        ("Kade 2", False),
        ("Voorbeeldkade 12", True),
    ]


def test_the_address_of_the_machine_is_offered_first(installation: Installation, shop: Shop) -> None:
    depot = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    an_order(installation, shop.sanne, shop.wanted(shop.cyan, shop.second), deliver_to=depot)
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    offered = add(installation, shop, machine=shop.second)["addresses"]
    assert [address["street"] for address in offered] == ["Kade 2", "Voorbeeldkade 12"]


def test_an_address_used_for_hidden_machines_is_not_offered(installation: Installation, shop: Shop) -> None:
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    assert [
        address["street"] for address in add(installation, shop, shop.pieter, machine=shop.second)["addresses"]
    ] == ["Kade 2"]


def test_a_draft_of_another_person_is_not_found(installation: Installation, shop: Shop) -> None:
    draft = set_delivery(installation, shop.sanne, add(installation, shop))
    for stranger in (an_orderer(shop.customer), an_orderer(a_customer(installation))):
        for attempt in (
            lambda who: installation.call(GetDraft, who, draft_id=draft["id"]),
            lambda who: installation.call(ChangeDraft, who, draft_id=draft["id"], lines=[]),
            lambda who: set_delivery(installation, who, draft),
            lambda who: place(installation, who, draft),
        ):
            with pytest.raises(NotFound):
                attempt(stranger)


def test_a_placed_draft_becomes_an_order_with_its_values(installation: Installation, shop: Shop) -> None:
    order = place(
        installation,
        shop.sanne,
        set_delivery(installation, shop.sanne, add(installation, shop, quantity=2), attention="Magazijn"),
    )
    assert (order["attention"], order["lines"][0]["quantity"], order["status"]) == ("Magazijn", 2, "placed")
    assert basket(installation, shop.sanne)["lines"] == []


@pytest.mark.every_environment
def test_a_draft_placed_twice_is_one_order(installation: Installation, shop: Shop) -> None:
    draft = set_delivery(installation, shop.sanne, add(installation, shop))
    first, second = place(installation, shop.sanne, draft), place(installation, shop.sanne, draft)
    outdated = place(installation, shop.sanne, draft, revision=draft["revision"] + 7)
    assert {first["reference_number"]} == {second["reference_number"], outdated["reference_number"]}
    assert numbers(installation, shop.sanne) == [first["reference_number"]]


@pytest.mark.every_environment
def test_a_draft_placed_in_parallel_is_one_order(installation: Installation, shop: Shop) -> None:
    draft = set_delivery(installation, shop.sanne, add(installation, shop))
    placed: list[str] = []

    def place_once() -> None:
        placed.append(place(installation, shop.sanne, draft)["reference_number"])

    tabs = [threading.Thread(target=place_once) for _ in range(6)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(placed) == 6
    assert numbers(installation, shop.sanne) == [placed[0]]
    assert set(placed) == {placed[0]}


def test_a_draft_changed_meanwhile_cannot_be_placed(installation: Installation, shop: Shop) -> None:
    draft = set_delivery(installation, shop.sanne, add(installation, shop))
    add(installation, shop, sku=shop.cyan)
    with pytest.raises(DraftChanged):
        place(installation, shop.sanne, draft)


@pytest.mark.parametrize(
    ("state", "error"),
    [("empty", DraftIsEmpty), ("without address", DraftIncomplete), ("on its way", SupplyAlreadyOnItsWay)],
)
def test_an_incomplete_draft_is_refused_with_the_reason(
    installation: Installation, shop: Shop, state: str, error: type[ContractError]
) -> None:
    draft = add(installation, shop)
    if state == "on its way":
        draft = set_delivery(installation, shop.sanne, draft, reason="")
        an_order(installation, shop.sanne, shop.wanted())
        assert basket(installation, shop.sanne)["wants_reason"]
    elif state == "empty":
        lines = [{"line_id": line["id"], "quantity": 0} for line in draft["lines"]]
        draft = installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=lines)
    with pytest.raises(error):
        place(installation, shop.sanne, draft)


def test_delivery_requires_a_reason_for_what_is_on_its_way_already(installation: Installation, shop: Shop) -> None:
    draft = add(installation, shop)
    an_order(installation, shop.sanne, shop.wanted())
    with pytest.raises(SupplyAlreadyOnItsWay):
        set_delivery(installation, shop.sanne, draft, reason="")
    assert (
        set_delivery(installation, shop.sanne, draft, reason="", remarks="Bel aan", complete=False)["remarks"]
        == "Bel aan"
    )
    order = place(installation, shop.sanne, set_delivery(installation, shop.sanne, draft, reason="Vestiging 2"))
    assert order["reason"] == "Vestiging 2"


HALF_TYPED = {"name": "Depot", "street": "Kade 1", "postcode": "10", "city": ""}


def test_half_typed_delivery_is_kept_but_cannot_be_placed(installation: Installation, shop: Shop) -> None:
    set_delivery(installation, shop.sanne, add(installation, shop), deliver_to=HALF_TYPED, complete=False)
    draft = basket(installation, shop.sanne)
    assert draft["deliver_to"] == HALF_TYPED | {"country": "NL"}
    with pytest.raises(DraftIncomplete):
        place(installation, shop.sanne, draft)


def test_incomplete_address_of_a_complete_delivery_is_refused_at_its_field(
    installation: Installation, shop: Shop
) -> None:
    with pytest.raises(Invalid) as refused:
        set_delivery(installation, shop.sanne, add(installation, shop), deliver_to=HALF_TYPED)
    problems = refused.value.params["fields"]
    assert [(problem["path"], problem["code"]) for problem in problems] == [(["deliver_to", "city"], "required")]


def test_a_draft_has_the_cost_centre_of_its_machines_until_another_is_typed(
    installation: Installation, shop: Shop
) -> None:
    for machine, cost_centre in ((shop.first, "4100"), (shop.second, "4100")):
        set_cost_centre(installation, shop, machine, cost_centre)
        draft = add(installation, shop, machine=machine)
    assert draft["cost_centre"] == "4100"
    assert set_delivery(installation, shop.sanne, draft, cost_centre="")["cost_centre"] == ""


def test_a_draft_for_machines_of_several_cost_centres_has_none_but_its_lines_have(
    installation: Installation, shop: Shop
) -> None:
    for machine, cost_centre in ((shop.first, "4100"), (shop.second, "4200")):
        set_cost_centre(installation, shop, machine, cost_centre)
        draft = add(installation, shop, machine=machine)
    assert draft["cost_centre"] == ""
    order = place(installation, shop.sanne, set_delivery(installation, shop.sanne, draft))
    assert [line["machine"]["cost_centre"] for line in order["lines"]] == ["4100", "4200"]


def test_lines_that_cannot_be_ordered_any_more_are_listed_with_the_cause(
    installation: Installation, shop: Shop
) -> None:
    add(installation, shop)
    add(installation, shop, sku=shop.cyan)
    withdraw(installation, shop.cyan)
    draft = basket(installation, shop.sanne)
    assert [line["sku"] for line in draft["lines"]] == [shop.black]
    (line,) = draft["unavailable"]
    assert (line["sku"], line["cause"], line["quantity"]) == (shop.cyan, "supply_does_not_fit", 1)
    assert line["machine"].startswith("Konica Minolta bizhub")
    hidden = replace(shop.sanne, scope=())
    assert [line["cause"] for line in basket(installation, hidden)["unavailable"]] == ["machine_not_found"] * 2
    assert {line["machine"] for line in basket(installation, hidden)["unavailable"]} == {""}


def test_draft_is_placed_after_lines_that_cannot_be_ordered_are_removed(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    draft = set_delivery(installation, shop.sanne, add(installation, shop, sku=shop.cyan))
    withdraw(installation, shop.cyan)
    with pytest.raises(DraftLinesUnavailable):
        place(installation, shop.sanne, draft)
    removed = [{"line_id": line["id"], "quantity": 0} for line in basket(installation, shop.sanne)["unavailable"]]
    draft = installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=removed)
    assert [line["sku"] for line in place(installation, shop.sanne, draft)["lines"]] == [shop.black]


def test_a_placed_draft_cannot_be_changed(installation: Installation, shop: Shop) -> None:
    draft = set_delivery(installation, shop.sanne, add(installation, shop))
    order = place(installation, shop.sanne, draft)
    for attempt in (
        lambda: installation.call(ChangeDraft, shop.sanne, draft_id=draft["id"], lines=[]),
        lambda: set_delivery(installation, shop.sanne, draft),
    ):
        with pytest.raises(DraftPlaced) as error:
            attempt()
        assert error.value.params == {"reference_number": order["reference_number"]}


@pytest.mark.every_environment
def test_a_draft_expires_after_a_week_without_change(installation: Installation, shop: Shop) -> None:
    add(installation, shop)
    installation.shift(days=6)
    assert basket(installation, shop.sanne)["lines"]
    installation.shift(days=7, hours=2)
    eventually(lambda: not basket(installation, shop.sanne)["lines"])
