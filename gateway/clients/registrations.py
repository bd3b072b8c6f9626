"""Registrations, self-registration settings and access requests (identity)."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.identity.contracts import (
    ApproveRegistration,
    AssignRegistration,
    ChangeSelfRegistration,
    ConfirmRegistration,
    CountRegistrations,
    GetAccessRequest,
    GetLink,
    GetRegistration,
    GetSelfRegistration,
    GrantAccess,
    LinkPurpose,
    ListAccessRequests,
    ListRegistrations,
    RefuseAccess,
    RefuseRegistration,
    Register,
    RequestMachineAccess,
    SelfRegistration,
)

POLICIES = tuple(str(policy) for policy in SelfRegistration)


class RegistrationsClient:
    """A request that the caller may not answer raises NotFound."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def register(self, language: str, client_address: str, **registration: str) -> dict[str, Any]:
        """Raises WeakPassword, TooManyAttempts."""
        return self._rpc.command(Register, language=language, client_address=client_address, **registration)

    def get_link(self, token: str) -> dict[str, Any]:
        """Raises LinkExpired."""
        purposes = [str(LinkPurpose.CONFIRM_REGISTRATION)]
        return self._rpc.query(GetLink, token=token, purposes=purposes).answer()

    def confirm(self, key: str, token: str) -> dict[str, Any]:
        return self._rpc.command(ConfirmRegistration, key=key, token=token)

    def list_registrations(
        self, *, answered: bool = False, after: str = "", before: str = "", limit: int = PAGE
    ) -> PendingCall:
        return self._rpc.query(ListRegistrations, answered=answered, after=after, before=before, limit=limit)

    def get_registration(self, registration_id: str) -> PendingCall:
        return self._rpc.query(GetRegistration, registration_id=registration_id)

    def approve(self, key: str, registration_id: str, **values: Any) -> dict[str, Any]:
        """Raises RegistrationAnswered, NotAdmitted, UnknownCustomer, UnknownGroup, AlreadyUser, EmailTaken."""
        return self._rpc.command(ApproveRegistration, key=key, registration_id=registration_id, **values)

    def refuse(self, key: str, registration_id: str, *, reason: str) -> dict[str, Any]:
        """Raises RegistrationAnswered."""
        return self._rpc.command(RefuseRegistration, key=key, registration_id=registration_id, reason=reason)

    def assign(self, key: str, registration_id: str, *, customer_number: str) -> dict[str, Any]:
        """Raises RegistrationAnswered, UnknownCustomer."""
        request = {"registration_id": registration_id, "customer_number": customer_number}
        return self._rpc.command(AssignRegistration, key=key, **request)

    def get_self_registration(self, *, customer_id: str | None = None) -> PendingCall:
        """`customer_id` is given by staff; for users it is their own customer."""
        return self._rpc.query(GetSelfRegistration, customer_id=customer_id)

    def change_self_registration(
        self, key: str, *, policy: str, domains: Sequence[str], customer_id: str | None = None
    ) -> dict[str, Any]:
        """Raises DomainsMissing."""
        settings = {"policy": policy, "domains": list(domains), "customer_id": customer_id}
        return self._rpc.command(ChangeSelfRegistration, key=key, **settings)

    def count_waiting(self) -> PendingCall:
        """The number of open registrations and access requests that the caller may answer."""
        return self._rpc.query(CountRegistrations)

    def ask_for_machine(self, key: str, *, number: str) -> dict[str, Any]:
        """Raises NotFound, AlreadyVisible, TooManyAttempts."""
        return self._rpc.command(RequestMachineAccess, key=key, number=number)

    def list_access_requests(
        self, *, answered: bool = False, after: str = "", before: str = "", limit: int = PAGE
    ) -> PendingCall:
        return self._rpc.query(ListAccessRequests, answered=answered, after=after, before=before, limit=limit)

    def get_access_request(self, request_id: str) -> PendingCall:
        return self._rpc.query(GetAccessRequest, request_id=request_id)

    def grant(self, key: str, request_id: str, *, group_id: str | None = None) -> dict[str, Any]:
        """Raises AccessAnswered, UnknownGroup, ScopeFull."""
        return self._rpc.command(GrantAccess, key=key, request_id=request_id, group_id=group_id)

    def refuse_access(self, key: str, request_id: str, *, reason: str) -> dict[str, Any]:
        """Raises AccessAnswered."""
        return self._rpc.command(RefuseAccess, key=key, request_id=request_id, reason=reason)
