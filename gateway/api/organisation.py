"""The customer of the calling user, and its fixed confirmation address."""

from typing import Any

from gateway.api.resource import Resource
from gateway.api.schemas import organisation as schemas
from gateway.clients import command, query
from gateway.guards import api_login
from services.identity.contracts import (
    GetConfirmationAddress,
    GetOwnCustomer,
    RemoveConfirmationAddress,
    RequestConfirmationAddress,
)

organisation = Resource(
    "Organisation",
    __name__,
    "The customer of the calling user. The confirmation address also gets the first confirmation of each service "
    "request; it needs `manage_users`.",
)


@organisation.get("/organisation")
@api_login
@organisation.returns(200, GetOwnCustomer)
def get_organisation() -> Any:
    """Get number, name and address of the customer, and its user administrators."""
    return query(GetOwnCustomer).answer()


@organisation.get("/organisation/confirmation-address")
@api_login
@organisation.returns(200, GetConfirmationAddress)
def get_confirmation_address() -> Any:
    """Get the confirmation address, and the one that waits for confirmation."""
    return query(GetConfirmationAddress).answer()


@organisation.put("/organisation/confirmation-address")
@api_login
@organisation.body(schemas.NewConfirmationAddress)
@organisation.returns(202, RequestConfirmationAddress)
def request_confirmation_address(key: str, email: str) -> Any:
    """Request a new confirmation address. It takes effect when the link mailed to it is confirmed."""
    return command(RequestConfirmationAddress, key=key, email=email)


@organisation.delete("/organisation/confirmation-address")
@api_login
@organisation.returns(200, RemoveConfirmationAddress)
def remove_confirmation_address(key: str) -> Any:
    """Remove the confirmation address, and the one that waits for confirmation."""
    return command(RemoveConfirmationAddress, key=key)
