"""The running installation, shared with the other services' tests; a customer and its administrator."""

import pytest
from contracts.accounts import an_administrator
from contracts.builders import Customer, a_customer
from contracts.fixtures import installation, pytest_generate_tests, restore_clock
from contracts.running import Installation

from services.chassis.contract import Caller

__all__ = ["administrator", "customer", "installation", "pytest_generate_tests", "restore_clock"]


@pytest.fixture
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def administrator(installation: Installation, customer: Customer) -> Caller:
    return an_administrator(installation, customer)
