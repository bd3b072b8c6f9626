"""The service desk's door for calls."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.chassis.service.house import Resident
from services.servicedesk import commands, contracts, queries


class ServicedeskService(Resident):
    """Service requests, from the customer's report to the dealer's answer; and what users write to the dealer."""

    name = "servicedesk"

    @operation(contracts.FileServiceRequest)
    def file_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.file_service_request(work, caller, **request)

    @operation(contracts.AcceptServiceRequest)
    def accept_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.accept_service_request(work, caller, **request)

    @operation(contracts.CancelServiceRequest)
    def cancel_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.cancel_service_request(work, caller, **request)

    @operation(contracts.ListServiceRequests)
    def list_service_requests(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_service_requests(work, caller, **request)

    @operation(contracts.FindServiceRequest)
    def find_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_service_request(work, caller, **request)

    @operation(contracts.CountServiceRequests)
    def count_service_requests(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_service_requests(work, caller, **request)

    @operation(contracts.ScheduleVisit)
    def schedule_visit(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.schedule_visit(work, caller, **request)

    @operation(contracts.StartService)
    def start_service(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.start_service(work, caller, **request)

    @operation(contracts.WaitWithService)
    def wait_with_service(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.wait_with_service(work, caller, **request)

    @operation(contracts.ResolveServiceRequest)
    def resolve_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.resolve_service_request(work, caller, **request)

    @operation(contracts.CloseServiceRequest)
    def close_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.close_service_request(work, caller, **request)

    @operation(contracts.ReopenServiceRequest)
    def reopen_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.reopen_service_request(work, caller, **request)

    @operation(contracts.PostMessage)
    def post_message(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.post_message(work, caller, **request)

    @operation(contracts.CloseUnanswered)
    def close_unanswered(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.close_unanswered(work, caller, **request)

    @operation(contracts.RecordPastServiceRequest)
    def record_past_service_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_past_service_request(work, caller, **request)

    @operation(contracts.SendContactMessage)
    def send_contact_message(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.send_contact_message(work, caller, **request)

    @operation(contracts.ListContactMessages)
    def list_contact_messages(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_contact_messages(work, caller, **request)

    @operation(contracts.CountContactMessages)
    def count_contact_messages(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_contact_messages(work, caller, **request)

    @operation(contracts.FindContactMessage)
    def find_contact_message(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_contact_message(work, caller, **request)

    @operation(contracts.HandleContactMessage)
    def handle_contact_message(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.handle_contact_message(work, caller, **request)

    @operation(contracts.RecordPastContactMessage)
    def record_past_contact_message(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_past_contact_message(work, caller, **request)
