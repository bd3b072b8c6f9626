"""The gateway in front of a running house, and tokens of people who ask by its API."""

from contracts.builders import PASSWORD, Customer, an_account
from contracts.running import House
from flask import Flask

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.bus import Client
from services.chassis.contract import Caller
from services.chassis.contract.caller import GATEWAY
from services.identity import contracts as identity


def front_of(house: House) -> Flask:
    portal = Settings(secret_key="x" * 40, secure_cookies=False)
    return create_app(portal, Client(house.transport(GATEWAY)))


def a_token(house: House, customer: Customer, *rights: str) -> str:
    """That of a new user with these rights, of whom no other test knows, and who sees all machines."""
    return token_of(house, an_account(house, customer, *rights))


def token_of(house: House, email: str) -> str:
    session = house.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
    return str(session["token"])
