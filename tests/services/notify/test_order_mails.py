"""Mails about orders list the lines that their reader sees, with prices and total."""

from dataclasses import dataclass
from typing import Any

import pytest
from contracts.builders import a_group, a_logged_in_user, an_order
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop

from services.chassis.contract import Caller, Event
from services.identity.contracts import ChangeScope, Right
from services.notify.contracts import GetMail, ListMails
from services.ordering.contracts import ConfirmOrder, OrderConfirmed, OrderPlaced, OrderShipped, ShipOrder


@dataclass(frozen=True, slots=True)
class Orderer:
    """A user who has ordered three black toners for the first machine, and two cyan ones for the second."""

    installation: Installation
    shop: Shop
    caller: Caller
    order: dict[str, Any]

    def machine(self, position: int) -> str:
        return str(self.order["lines"][position]["machine"]["equipment_number"])

    def see_second_machine_only(self) -> None:
        group = a_group(self.installation, self.shop.customer, self.shop.second)
        scope: dict[str, Any] = {"all_machines": False, "group_ids": [group], "machine_ids": []}
        person = {"customer_id": self.shop.customer.id, "person_id": self.caller.person_id}
        self.installation.call(ChangeScope, STAFF, **person, **scope)
        self.installation.settle()

    def confirm(self) -> None:
        self.installation.call(ConfirmOrder, STAFF, reference_number=self.order["reference_number"])

    def ship(self, *quantities: int) -> None:
        """Ship a parcel with these quantities of the lines."""
        parts = [
            {"line_id": line["id"], "quantity": quantity}
            for line, quantity in zip(self.order["lines"], quantities, strict=True)
            if quantity
        ]
        number = {"reference_number": self.order["reference_number"]}
        self.installation.call(ShipOrder, STAFF, **number, carrier="PostNL", parts=parts)

    def mails(self, event: type[Event]) -> list[str]:
        """The texts of the mails about such events as they would be written now, oldest first."""
        self.installation.settle()
        rows = self.installation.call(ListMails, STAFF, text=self.order["reference_number"])["rows"]
        ids = [row["id"] for row in rows if row["template"] == event.type]
        return [self.installation.call(GetMail, STAFF, mail_id=id)["text"] for id in reversed(ids)]


@pytest.fixture
def orderer(installation: Installation) -> Orderer:
    shop = a_shop(installation)
    caller = a_logged_in_user(installation, shop.customer, Right.ORDER_SUPPLIES, language="nl")
    wanted = shop.wanted(quantity=3), shop.wanted(shop.cyan, shop.second, quantity=2)
    return Orderer(installation, shop, caller, an_order(installation, caller, *wanted))


def test_mail_has_the_price_of_each_line_and_the_total(orderer: Orderer) -> None:
    (text,) = orderer.mails(OrderPlaced)
    assert f"{orderer.machine(0)}) – €\xa012,50 per stuk\n" in text
    assert f"{orderer.machine(1)}) – inbegrepen in het contract\n" in text
    assert "Totaal van de bestelling, exclusief btw: €\xa037,50\n" in text


def test_lines_out_of_the_readers_scope_are_not_mailed(orderer: Orderer) -> None:
    orderer.see_second_machine_only()
    orderer.confirm()
    (text,) = orderer.mails(OrderConfirmed)
    assert orderer.machine(1) in text
    assert orderer.machine(0) not in text
    assert "Totaal" not in text


def test_pieces_left_after_a_parcel_are_those_of_visible_lines_at_that_time(orderer: Orderer) -> None:
    orderer.see_second_machine_only()
    orderer.confirm()
    orderer.ship(1, 1)
    orderer.ship(1, 1)
    first, second = orderer.mails(OrderShipped)
    assert "Nog te verzenden: 1\n" in first
    assert "Nog te verzenden" not in second


def test_parcel_for_machines_out_of_scope_is_not_mailed(orderer: Orderer) -> None:
    orderer.see_second_machine_only()
    orderer.confirm()
    orderer.ship(1, 0)
    assert orderer.mails(OrderShipped) == [""]
