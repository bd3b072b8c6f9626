"""The service desk, as the pages need it: service requests."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.line import PAGE, Line, checked
from services.chassis.bus import PendingCall
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    Category,
    CloseServiceRequest,
    CountServiceRequests,
    FileServiceRequest,
    FindServiceRequest,
    ListServiceRequests,
    PostMessage,
    ReopenServiceRequest,
    RequestStatus,
    ResolveServiceRequest,
    ScheduleVisit,
    StartService,
    Urgency,
    WaitingFor,
    WaitWithService,
)

CATEGORIES = tuple(str(category) for category in Category)
URGENCIES = tuple(str(urgency) for urgency in Urgency)
WAITING = tuple(str(reason) for reason in WaitingFor)
STATUSES = tuple(str(status) for status in RequestStatus)


class ServicedeskClient:
    """Service requests within the caller's scope; others are NotFound, or not in the list."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def count_requests(self) -> PendingCall:
        return self._line.ask(CountServiceRequests)

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
        return self._line.ask(
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
        return self._line.ask(FindServiceRequest, reference_number=reference_number)

    def check_filing(self, **request: Any) -> dict[str, Any]:
        """Whether a request could be filed like this, by its contract. Raises Invalid."""
        return checked(FileServiceRequest, request)

    def file_request(self, key: str, **request: Any) -> dict[str, Any]:
        """Raises MachineNotFound, Invalid."""
        return self._line.tell(FileServiceRequest, key=key, **request)

    def accept_request(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn."""
        return self._line.tell(AcceptServiceRequest, key=key, reference_number=reference_number)

    def schedule_visit(self, key: str, reference_number: str, **visit: Any) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn, ImpossibleVisit, Invalid."""
        return self._line.tell(ScheduleVisit, key=key, reference_number=reference_number, **visit)

    def start_service(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn."""
        return self._line.tell(StartService, key=key, reference_number=reference_number)

    def wait_with_service(self, key: str, reference_number: str, **told: Any) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn, Invalid."""
        return self._line.tell(WaitWithService, key=key, reference_number=reference_number, **told)

    def resolve_request(self, key: str, reference_number: str, **told: Any) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn, Invalid."""
        return self._line.tell(ResolveServiceRequest, key=key, reference_number=reference_number, **told)

    def close_request(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn."""
        return self._line.tell(CloseServiceRequest, key=key, reference_number=reference_number)

    def reopen_request(self, key: str, reference_number: str, **told: Any) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn, Invalid."""
        return self._line.tell(ReopenServiceRequest, key=key, reference_number=reference_number, **told)

    def cancel_request(self, key: str, reference_number: str, **told: Any) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn."""
        return self._line.tell(CancelServiceRequest, key=key, reference_number=reference_number, **told)

    def post_message(self, key: str, reference_number: str, **written: Any) -> dict[str, Any]:
        """Raises NotFound, RequestMovedOn, Invalid."""
        return self._line.tell(PostMessage, key=key, reference_number=reference_number, **written)
