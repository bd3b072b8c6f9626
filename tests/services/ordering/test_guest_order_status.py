"""A guest follows an order by the link of its mails, or by its number and the e-mail address."""

from typing import Any
from uuid import uuid4

import pytest
from contracts.builders import a_customer, a_machine, a_supply, an_order, number
from contracts.guest_work import a_guest_order, who
from contracts.guests import allow_guests
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop
from sqlalchemy import update

from services.chassis.contract import Caller, NotFound, TooManyAttempts
from services.chassis.contract.guests import StatusLinkExpired, StatusNotFound
from services.fleet.contracts import GuestAction, StopGuestAccess, UpsertMachine
from services.ordering.contracts import (
    CancelOrder,
    ConfirmOrder,
    FindGuestOrder,
    GetGuestOrderStatus,
    IssueGuestOrderLink,
    ShipOrder,
)
from services.ordering.model import Order

NOTIFY, VISITOR = Caller.service("notify"), Caller.visitor()


@pytest.fixture
def shop(installation: Installation) -> Shop:
    """A shop whose guests may order and ask the status."""
    shop = a_shop(installation)
    allow_guests(installation, shop.customer)
    return shop


def issue(installation: Installation, reference: str) -> str:
    return str(installation.call(IssueGuestOrderLink, NOTIFY, reference_number=reference)["token"])


def by_link(installation: Installation, token: str) -> dict[str, Any]:
    return installation.call(GetGuestOrderStatus, VISITOR, token=token)


def by_number(installation: Installation, reference: str, email: str, address: str = "") -> dict[str, Any]:
    request = {"reference_number": reference, "email": email, "client_address": address or number("place ")}
    return installation.call(FindGuestOrder, VISITOR, **request)


@pytest.mark.every_environment
def test_the_link_shows_the_order_without_prices_people_and_notes(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    installation.call(ConfirmOrder, STAFF, reference_number=reference)
    parcel = {"carrier": "PostNL", "tracking_number": "3S1", "tracking_url": "https://carrier.example/3S1"}
    installation.call(ShipOrder, STAFF, reference_number=reference, **parcel)
    shown = by_link(installation, issue(installation, reference))
    assert (shown["reference_number"], shown["status"], shown["machine"]["site"]) == (reference, "shipped", "Depot")
    assert [step["status"] for step in shown["steps"]] == ["placed", "confirmed", "shipped"]
    (sent,) = shown["parcels"]
    assert {name: sent[name] for name in parcel} == parcel
    assert [(line["name"], line["quantity"], line["shipped"]) for line in shown["lines"]] == [("Toner", 1, 1)]
    for hidden in (ine["name"], ine["email"], "1250", "Nog een doos."):
        assert hidden not in str(shown)


@pytest.mark.every_environment
def test_number_and_address_show_the_order_however_they_are_typed(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    for number_, email in ((reference, ine["email"]), (reference.lower().replace("-", " "), ine["email"].upper())):
        assert by_number(installation, number_, email)["reference_number"] == reference


def test_every_wrong_combination_has_the_same_answer(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    refused = []
    for number_, email in (
        (reference, "other@bezoek.example"), ("SO-0000-0000-0", ine["email"]), (reference, "no address"),
        ("anything", ine["email"]), ("SR-0000-0000-0", "x"),
    ):  # fmt: skip
        with pytest.raises(StatusNotFound) as error:
            by_number(installation, number_, email)
        refused.append(error.value.to_wire())
    assert all(one == StatusNotFound().to_wire() for one in refused)


def test_an_order_of_a_user_is_not_shown(installation: Installation, shop: Shop) -> None:
    reference = an_order(installation, shop.sanne, shop.wanted())["reference_number"]
    with pytest.raises(StatusNotFound):
        by_number(installation, reference, "sanne@vandijk.example")
    with pytest.raises(NotFound):
        issue(installation, reference)


def test_guesses_of_an_address_are_slowed_down(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference, place = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine), number("place ")
    for _ in range(6):
        with pytest.raises(StatusNotFound):
            by_number(installation, reference, "other@bezoek.example", place)
    with pytest.raises(TooManyAttempts):
        by_number(installation, reference, ine["email"], place)
    assert by_number(installation, reference, ine["email"])["status"] == "placed"


def test_who_asks_often_and_rightly_is_not_slowed_down(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference, place = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine), number("place ")
    for _ in range(12):
        assert by_number(installation, reference, ine["email"], place)["status"] == "placed"


def test_the_links_of_earlier_mails_stay_valid(installation: Installation, shop: Shop) -> None:
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black)
    tokens = [issue(installation, reference) for _ in range(3)]
    assert {by_link(installation, token)["reference_number"] for token in tokens} == {reference}


def test_a_forged_link_is_refused(installation: Installation, shop: Shop) -> None:
    token = issue(installation, a_guest_order(installation, shop.customer, shop.second, shop.black))
    id, _, secret = token.partition(".")
    for forged in ("", "x", f"{id}.", f"{id}.{secret}x", f"{uuid4().hex}.{secret}"):
        with pytest.raises(StatusLinkExpired):
            by_link(installation, forged)


@pytest.mark.parametrize("allowed", [(GuestAction.ORDER_SUPPLIES,), ()])
def test_the_status_ends_when_guests_may_not_ask_it(
    installation: Installation, shop: Shop, allowed: tuple[GuestAction, ...]
) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    token = issue(installation, reference)
    if allowed:
        allow_guests(installation, shop.customer, *allowed)
    else:
        installation.call(StopGuestAccess, STAFF, customer_id=shop.customer.id)
    with pytest.raises(StatusLinkExpired):
        by_link(installation, token)
    with pytest.raises(StatusNotFound):
        by_number(installation, reference, ine["email"])
    assert issue(installation, reference) == ""


def test_the_status_ends_when_the_machine_gets_another_customer(installation: Installation, shop: Shop) -> None:
    equipment_number, new = number("E"), a_customer(installation)
    model = {"manufacturer": "Konica Minolta", "model_name": number("bizhub ")}
    location = {"site": "A", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    values = model | {"equipment_number": equipment_number, "location": location}
    machine = a_machine(installation, shop.customer, **values)
    sku = a_supply(installation, (model["manufacturer"], model["model_name"]))["sku"]
    token = issue(installation, a_guest_order(installation, shop.customer, machine, sku))
    allow_guests(installation, new)
    installation.call(UpsertMachine, customer_number=new.number, **values)
    with pytest.raises(StatusLinkExpired):
        by_link(installation, token)


def test_the_status_is_shown_until_30_days_after_the_end(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    token = issue(installation, reference)
    installation.shift(days=40)
    installation.call(CancelOrder, STAFF, reference_number=reference)
    installation.shift(days=69)
    assert by_link(installation, token)["status"] == "cancelled"
    installation.shift(days=71)
    with pytest.raises(StatusLinkExpired):
        by_link(installation, token)
    with pytest.raises(StatusNotFound):
        by_number(installation, reference, ine["email"])


def test_an_erased_address_finds_nothing(installation: Installation, shop: Shop) -> None:
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black)
    with installation.runtime("ordering").database.write("test") as session:
        session.execute(update(Order).where(Order.reference_number == reference).values(guest_name="", guest_email=""))
    for email in ("x", "ine@bezoek.example"):
        with pytest.raises(StatusNotFound):
            by_number(installation, reference, email)
