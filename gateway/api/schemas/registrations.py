"""Registrations and a customer's self-registration settings."""

from gateway.api.schemas.derive import body_of, query_of, response_of
from gateway.api.schemas.fields import OpenEnum, ResponseSchema
from gateway.api.schemas.users import Scope
from services.chassis.contract import Schema
from services.identity.contracts import (
    ApproveRegistration,
    AssignRegistration,
    ChangeSelfRegistration,
    GetRegistration,
    GetSelfRegistration,
    ListRegistrations,
    RefuseRegistration,
    RegistrationStatus,
)


@response_of(GetRegistration)
class Registration(ResponseSchema):
    """`customer_number` is as typed; `customer_id` is null if no active customer has that number.

    `requested_at`: time at which the e-mail address was confirmed. `doubt`: why staff answer it; null if the customer's
    user administrators do. `has_account`: the address already has an account, which the person keeps. `answered_at` is
    null and `answered_by` and `reason` are empty until it is answered.
    """

    status = OpenEnum(status for status in RegistrationStatus if status is not RegistrationStatus.UNCONFIRMED)


@query_of(ListRegistrations, hide=("before",))
class RegistrationQuery(Schema):
    """`answered`: answered and expired requests instead of open ones."""


@response_of(ListRegistrations)
class RegistrationPage(ResponseSchema): ...


@body_of(ApproveRegistration, hide=("registration_id",))
class Approval(Schema):
    __doc__ = Scope.__doc__


@body_of(RefuseRegistration, hide=("registration_id",))
class Refusal(Schema):
    """`reason` is sent to the person."""


@body_of(AssignRegistration, hide=("registration_id",))
class Assignment(Schema): ...


@response_of(GetSelfRegistration)
class SelfRegistration(ResponseSchema):
    """Who may register: everybody (`open`), nobody (`off`), or e-mail addresses of these domains (`restricted`)."""


@body_of(ChangeSelfRegistration, hide=("customer_id",))
class SelfRegistrationChange(Schema):
    """`restricted` requires at least one domain: the part of an e-mail address after the @."""
