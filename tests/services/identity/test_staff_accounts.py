"""Who manages customers does not thereby get at the accounts of the dealer's staff."""

import uuid

import pytest
from contracts.builders import PASSWORD, a_customer
from contracts.running import Installation

from services.chassis.contract import Caller
from services.identity.contracts import EmailTaken, LogIn, UpsertStaff, UpsertUser


def test_the_address_of_staff_is_not_taken_over_as_a_users(installation: Installation) -> None:
    email = f"{uuid.uuid4().hex}@dealer.example"
    installation.call(UpsertStaff, email=email, name="Boss", password=PASSWORD, rights=[])
    number = a_customer(installation).number
    with pytest.raises(EmailTaken):
        installation.call(
            UpsertUser, customer_number=number, email=email, name="Thief", password="another one", rights=[]
        )


def test_the_password_of_staff_stays_as_it_was_after_the_try(installation: Installation) -> None:
    email = f"{uuid.uuid4().hex}@dealer.example"
    installation.call(UpsertStaff, email=email, name="Boss", password=PASSWORD, rights=[])
    number = a_customer(installation).number
    with pytest.raises(EmailTaken):
        installation.call(
            UpsertUser, customer_number=number, email=email, name="Thief", password="another one", rights=[]
        )
    assert installation.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)["staff"]
