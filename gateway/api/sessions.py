"""Sessions: login, logout and switching between customers."""

from typing import Any

from gateway import callers
from gateway.api.resource import MADE, Resource
from gateway.api.schemas import sessions as schemas
from gateway.clients import call_as_visitor, command
from gateway.guards import api_login, api_open
from services.identity.contracts import GetSession, LogIn, LogOut, SwitchCustomer

sessions = Resource("Sessions", __name__, "Login with e-mail address and password, which returns a bearer token.")


@sessions.post("/sessions")
@api_open
@sessions.body(schemas.LogIn)
@sessions.returns(201, LogIn, example=schemas.with_person(LogIn.example[1]), headers=MADE, open_to_all=True)
def begin_session(email: str, password: str) -> Any:
    """Log in.

    Send the `token` of the response with all other requests: `Authorization: Bearer …`. After too many failed attempts
    the login is paused; `Retry-After` has the seconds. An `Idempotency-Key` is ignored: every login creates a session.
    """
    visitor = {"client_address": callers.client_address(), "device": callers.device()}
    session = command(LogIn, **visitor, email=email, password=password)
    return {**session, "person": session}, {"Location": "/api/v1/sessions/current"}


@sessions.get("/sessions/current")
@api_login
@sessions.returns(200, GetSession, example=schemas.with_person(GetSession.example[1]))
def get_session() -> Any:
    """Get the current session: person, customer, rights and scope."""
    session = call_as_visitor(GetSession, token=callers.bearer_token())
    return {**session, "person": session}


@sessions.put("/sessions/current/customer")
@api_login
@sessions.body(schemas.Switch)
@sessions.returns(204, SwitchCustomer)
def switch_customer(customer_id: str) -> None:
    """Switch to another of the session's `customers`."""
    command(SwitchCustomer, token=callers.bearer_token(), customer_id=customer_id)
    callers.forget(callers.bearer_token())


@sessions.delete("/sessions/current")
@api_login
@sessions.returns(204, LogOut)
def end_this_session() -> None:
    """Log out. The token becomes invalid."""
    call_as_visitor(LogOut, token=callers.bearer_token())
    callers.forget(callers.bearer_token())
