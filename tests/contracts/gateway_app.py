"""The gateway's application on a running installation, and session tokens for its API."""

from contracts.builders import PASSWORD, Customer, an_account
from contracts.running import Installation
from flask import Flask

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.contract import Caller
from services.chassis.contract.caller import GATEWAY
from services.identity import contracts as identity


def gateway_app(installation: Installation) -> Flask:
    settings = Settings(secret_key="x" * 40, secure_cookies=False)
    return create_app(settings, installation.client(GATEWAY))


def a_token(installation: Installation, customer: Customer, *rights: str) -> str:
    """The session token of a new user with these rights who sees all machines."""
    return token_of(installation, an_account(installation, customer, *rights))


def token_of(installation: Installation, email: str) -> str:
    session = installation.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
    return str(session["token"])
