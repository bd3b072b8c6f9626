"""Sessions: begun with e-mail address and password. Their token goes along with everything else that is asked."""

from typing import Any

from gateway import callers
from gateway.api.resource import MADE, Resource
from gateway.api.schemas import sessions as shapes
from gateway.clients import identity
from gateway.guards import api_login, api_open
from services.identity.contracts import GetSession, LogIn, LogOut, SwitchCustomer

sessions = Resource("Sessions", __name__, "Who is asking: a token, got with e-mail address and password.")


@sessions.post("/sessions")
@api_open
@sessions.body(shapes.LogIn, example=shapes.LOG_IN)
@sessions.gives(201, shapes.NewSession, asks=[LogIn], example=shapes.NEW_SESSION, headers=MADE, open_to_all=True)
def begin_session(email: str, password: str) -> Any:
    """Log in.

    The answer's `token` goes along with all other requests, as `Authorization: Bearer …`. After too many wrong tries
    there is a pause, told in `Retry-After`. An `Idempotency-Key` means nothing here: each time a session begins.
    """
    begun = identity.log_in(callers.client_address(), callers.device(), email=email, password=password)
    return {**begun, "person": begun}, {"Location": "/api/v1/sessions/current"}


@sessions.get("/sessions/current")
@api_login
@sessions.gives(200, shapes.Session, asks=[GetSession], example=shapes.SESSION)
def get_session() -> Any:
    """Who is asking, at which customer, with which rights."""
    found = identity.get_session(callers.bearer_token())
    return {**found, "person": found}


@sessions.put("/sessions/current/customer")
@api_login
@sessions.body(shapes.Switch, example=shapes.SWITCH)
@sessions.gives(204, asks=[SwitchCustomer])
def switch_customer(customer_id: str) -> None:
    """Go on at another customer of which one is a user: one of the session's `customers`."""
    identity.switch_customer(callers.bearer_token(), customer_id)
    callers.forget(callers.bearer_token())


@sessions.delete("/sessions/current")
@api_login
@sessions.gives(204, asks=[LogOut])
def end_this_session() -> None:
    """Log out: the token is worth nothing any more."""
    identity.log_out(callers.bearer_token())
    callers.forget(callers.bearer_token())
