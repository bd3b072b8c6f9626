"""A customer with two machines of a model, and toners that fit it."""

from dataclasses import dataclass
from typing import Any

from contracts.builders import Customer, a_customer, a_group, a_machine, a_supply, an_orderer, number
from contracts.running import Installation

from services.chassis.contract import Caller


@dataclass(frozen=True, slots=True)
class Shop:
    """`sanne` may order for both machines, `pieter` for the second only. `black` costs EUR 12.50, `cyan` nothing; the
    supply `stranger` fits neither machine."""

    customer: Customer
    first: str
    second: str
    black: str
    cyan: str
    stranger: str
    sanne: Caller
    pieter: Caller

    def wanted(self, sku: str = "", machine: str = "", quantity: int = 1) -> dict[str, Any]:
        return {"machine_id": machine or self.first, "sku": sku or self.black, "quantity": quantity}


def a_shop(installation: Installation) -> Shop:
    customer, model = a_customer(installation), ("Konica Minolta", number("bizhub "))
    named = {"manufacturer": model[0], "model_name": model[1]}
    location = {"site": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    first = a_machine(installation, customer, **named)
    second = a_machine(installation, customer, **named, location=location)
    group = a_group(installation, customer, second)
    price = {"amount": 1250, "currency": "EUR"}
    return Shop(
        customer,
        first,
        second,
        a_supply(installation, model, included_in_contract=False, price=price)["sku"],
        a_supply(installation, model, colour="cyan")["sku"],
        a_supply(installation)["sku"],
        an_orderer(customer),
        an_orderer(customer, groups=[group]),
    )
