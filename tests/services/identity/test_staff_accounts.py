"""Staff who manage customers cannot change accounts of staff through an upsert of users."""

import uuid

import pytest
from contracts.builders import PASSWORD, a_customer
from contracts.running import Installation

from services.chassis.contract import Caller
from services.identity.contracts import EmailTaken, LogIn, UpsertStaff, UpsertUser


def test_the_address_of_staff_cannot_be_upserted_as_a_user(installation: Installation) -> None:
    email = f"{uuid.uuid4().hex}@dealer.example"
    installation.call(UpsertStaff, email=email, name="Boss", password=PASSWORD, rights=[])
    number = a_customer(installation).number
    with pytest.raises(EmailTaken):
        installation.call(
            UpsertUser, customer_number=number, email=email, name="Thief", password="another one", rights=[]
        )


def test_a_refused_upsert_keeps_the_password_of_staff(installation: Installation) -> None:
    email = f"{uuid.uuid4().hex}@dealer.example"
    installation.call(UpsertStaff, email=email, name="Boss", password=PASSWORD, rights=[])
    number = a_customer(installation).number
    with pytest.raises(EmailTaken):
        installation.call(
            UpsertUser, customer_number=number, email=email, name="Thief", password="another one", rights=[]
        )
    assert installation.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)["staff"]
