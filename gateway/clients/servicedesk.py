"""Service requests (servicedesk)."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.rpc import PAGE, RpcClient, validated
from services.chassis.bus import PendingCall
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    Category,
    CloseServiceRequest,
    CountServiceRequests,
    FileServiceRequest,
    GetServiceRequest,
    HoldServiceRequest,
    ListServiceRequests,
    PostMessage,
    ReopenServiceRequest,
    RequestStatus,
    ResolveServiceRequest,
    ScheduleVisit,
    StartServiceRequest,
    Urgency,
    WaitingFor,
)

CATEGORIES = tuple(str(category) for category in Category)
URGENCIES = tuple(str(urgency) for urgency in Urgency)
WAITING = tuple(str(reason) for reason in WaitingFor)
STATUSES = tuple(str(status) for status in RequestStatus)


class ServicedeskClient:
    """Service requests in the caller's scope; others raise NotFound and are missing from lists."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def count_requests(self) -> PendingCall:
        return self._rpc.query(CountServiceRequests)

    def list_requests(
        self,
        *,
        machine_id: str | None = None,
        statuses: Sequence[str] = (),
        open_only: bool = False,
        needs_answer: bool = False,
        text: str = "",
        after: str = "",
        before: str = "",
        limit: int = PAGE,
    ) -> PendingCall:
        return self._rpc.query(
            ListServiceRequests,
            machine_id=machine_id,
            statuses=list(statuses),
            open_only=open_only,
            needs_answer=needs_answer,
            text=text,
            after=after,
            before=before,
            limit=limit,
        )

    def find_request(self, reference_number: str) -> PendingCall:
        return self._rpc.query(GetServiceRequest, reference_number=reference_number)

    def check_filing(self, **request: Any) -> dict[str, Any]:
        """Validate a request by the schema of `FileServiceRequest` without filing it. Raises Invalid."""
        return validated(FileServiceRequest, request)

    def file_request(self, key: str, **request: Any) -> dict[str, Any]:
        """Raises MachineNotFound, Invalid."""
        return self._rpc.command(FileServiceRequest, key=key, **request)

    def accept_request(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition."""
        return self._rpc.command(AcceptServiceRequest, key=key, reference_number=reference_number)

    def schedule_visit(self, key: str, reference_number: str, **visit: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition, ImpossibleVisit, Invalid."""
        return self._rpc.command(ScheduleVisit, key=key, reference_number=reference_number, **visit)

    def start_service_request(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition."""
        return self._rpc.command(StartServiceRequest, key=key, reference_number=reference_number)

    def hold_service_request(self, key: str, reference_number: str, **reason: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition, Invalid."""
        return self._rpc.command(HoldServiceRequest, key=key, reference_number=reference_number, **reason)

    def resolve_request(self, key: str, reference_number: str, **note: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition, Invalid."""
        return self._rpc.command(ResolveServiceRequest, key=key, reference_number=reference_number, **note)

    def close_request(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition."""
        return self._rpc.command(CloseServiceRequest, key=key, reference_number=reference_number)

    def reopen_request(self, key: str, reference_number: str, **reason: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition, Invalid."""
        return self._rpc.command(ReopenServiceRequest, key=key, reference_number=reference_number, **reason)

    def cancel_request(self, key: str, reference_number: str, **reason: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition."""
        return self._rpc.command(CancelServiceRequest, key=key, reference_number=reference_number, **reason)

    def post_message(self, key: str, reference_number: str, **message: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidRequestTransition, Invalid."""
        return self._rpc.command(PostMessage, key=key, reference_number=reference_number, **message)
