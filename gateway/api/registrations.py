"""Registrations: list and answer. Registering and confirming are only possible on the pages."""

from typing import Any
from uuid import UUID

from gateway.api.resource import Resource
from gateway.api.schemas import registrations as schemas
from gateway.api.schemas.paging import OfCustomer
from gateway.clients import command, query
from gateway.guards import api_login
from services.identity.contracts import (
    ApproveRegistration,
    AssignRegistration,
    ChangeSelfRegistration,
    GetRegistration,
    GetSelfRegistration,
    ListRegistrations,
    RefuseRegistration,
)

registrations = Resource(
    "Registrations",
    __name__,
    "Requests for an account with a confirmed e-mail address. Needs `manage_users`; staff need "
    "`handle_registrations` and answer those that no user administrator can (`doubt` gives the reason).",
)

ONE = "/registrations/<uuid:registration_id>"


@registrations.get("/registrations")
@api_login
@registrations.query(schemas.RegistrationQuery)
@registrations.returns_page(ListRegistrations)
def list_registrations(**filters: Any) -> Any:
    """List the registrations that the caller may answer: open ones oldest first, or closed ones newest first."""
    return query(ListRegistrations, **filters).answer()


@registrations.get(ONE)
@api_login
@registrations.returns(200, GetRegistration)
def get_registration(registration_id: UUID) -> Any:
    """Get a registration."""
    return query(GetRegistration, registration_id=registration_id).answer()


@registrations.post(f"{ONE}/approve")
@api_login
@registrations.body(schemas.Approval)
@registrations.returns(200, ApproveRegistration)
def approve_registration(registration_id: UUID, key: str, **user: Any) -> Any:
    """Approve the registration: the person becomes a user with these rights and this scope and is notified by mail."""
    return command(ApproveRegistration, key=key, registration_id=registration_id, **user)


@registrations.post(f"{ONE}/refuse")
@api_login
@registrations.body(schemas.Refusal)
@registrations.returns(200, RefuseRegistration)
def refuse_registration(registration_id: UUID, key: str, reason: str) -> Any:
    """Refuse the registration. The person receives the reason by mail."""
    return command(RefuseRegistration, key=key, registration_id=registration_id, reason=reason)


@registrations.post(f"{ONE}/assign")
@api_login
@registrations.body(schemas.Assignment)
@registrations.returns(200, AssignRegistration)
def assign_registration(registration_id: UUID, key: str, customer_number: str) -> Any:
    """Assign a registration with an unknown number to a customer, whose user administrators answer it, if any.

    Staff only.
    """
    return command(AssignRegistration, key=key, registration_id=registration_id, customer_number=customer_number)


@registrations.get("/self-registration")
@api_login
@registrations.query(OfCustomer)
@registrations.returns(200, GetSelfRegistration)
def get_self_registration(**customer: Any) -> Any:
    """Get who may register at the customer. Staff need `manage_customers`."""
    return query(GetSelfRegistration, **customer).answer()


@registrations.put("/self-registration")
@api_login
@registrations.query(OfCustomer)
@registrations.body(schemas.SelfRegistrationChange)
@registrations.returns(200, ChangeSelfRegistration)
def change_self_registration(key: str, **settings: Any) -> Any:
    """Change who may register at the customer. Open registrations stay open."""
    return command(ChangeSelfRegistration, key=key, **settings)
