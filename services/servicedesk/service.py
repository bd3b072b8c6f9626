"""Operations of the service desk."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.servicedesk import commands, contracts, queries


class ServicedeskService(BaseService):
    """Service requests, from the customer's report to the dealer's answer; and what users write to the dealer."""

    name = "servicedesk"

    @operation(contracts.FileServiceRequest)
    def file_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.file_service_request(uow, caller, **request)

    @operation(contracts.AcceptServiceRequest)
    def accept_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.accept_service_request(uow, caller, **request)

    @operation(contracts.CancelServiceRequest)
    def cancel_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.cancel_service_request(uow, caller, **request)

    @operation(contracts.ListServiceRequests)
    def list_service_requests(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_service_requests(uow, caller, **request)

    @operation(contracts.GetServiceRequest)
    def get_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_service_request(uow, caller, **request)

    @operation(contracts.CountServiceRequests)
    def count_service_requests(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_service_requests(uow, caller, **request)

    @operation(contracts.ScheduleVisit)
    def schedule_visit(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.schedule_visit(uow, caller, **request)

    @operation(contracts.StartServiceRequest)
    def start_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.start_service_request(uow, caller, **request)

    @operation(contracts.HoldServiceRequest)
    def hold_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.hold_service_request(uow, caller, **request)

    @operation(contracts.ResolveServiceRequest)
    def resolve_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.resolve_service_request(uow, caller, **request)

    @operation(contracts.CloseServiceRequest)
    def close_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.close_service_request(uow, caller, **request)

    @operation(contracts.ReopenServiceRequest)
    def reopen_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.reopen_service_request(uow, caller, **request)

    @operation(contracts.PostMessage)
    def post_message(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.post_message(uow, caller, **request)

    @operation(contracts.CloseUnanswered)
    def close_unanswered(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.close_unanswered(uow, caller, **request)

    @operation(contracts.ImportServiceRequest)
    def import_service_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.import_service_request(uow, caller, **request)

    @operation(contracts.SendContactMessage)
    def send_contact_message(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.send_contact_message(uow, caller, **request)

    @operation(contracts.ListContactMessages)
    def list_contact_messages(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_contact_messages(uow, caller, **request)

    @operation(contracts.CountContactMessages)
    def count_contact_messages(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_contact_messages(uow, caller, **request)

    @operation(contracts.GetContactMessage)
    def get_contact_message(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_contact_message(uow, caller, **request)

    @operation(contracts.HandleContactMessage)
    def handle_contact_message(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.handle_contact_message(uow, caller, **request)

    @operation(contracts.ImportContactMessage)
    def import_contact_message(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.import_contact_message(uow, caller, **request)
