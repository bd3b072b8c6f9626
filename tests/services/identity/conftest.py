"""The running house, shared with the other services' tests; a customer and who administers its users."""

import pytest
from contracts.accounts import an_administrator
from contracts.builders import Customer, a_customer
from contracts.fixtures import house, right_time
from contracts.running import House

from services.chassis.contract import Caller

__all__ = ["administrator", "customer", "house", "right_time"]


@pytest.fixture
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture
def administrator(house: House, customer: Customer) -> Caller:
    return an_administrator(house, customer)
