"""Operations of the service desk."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.servicedesk import commands, contracts, queries


class ServicedeskService(BaseService):
    """Service requests, from the customer's report to the dealer's answer; and what users write to the dealer."""

    name = "servicedesk"

    file_service_request = operation(contracts.FileServiceRequest, commands.requests.file_service_request, per_hour=60)
    accept_service_request = operation(contracts.AcceptServiceRequest, commands.requests.accept_service_request)
    cancel_service_request = operation(contracts.CancelServiceRequest, commands.requests.cancel_service_request)
    list_service_requests = operation(contracts.ListServiceRequests, queries.requests.list_service_requests)
    get_service_request = operation(contracts.GetServiceRequest, queries.requests.get_service_request)
    count_service_requests = operation(contracts.CountServiceRequests, queries.requests.count_service_requests)
    schedule_visit = operation(contracts.ScheduleVisit, commands.requests.schedule_visit)
    start_service_request = operation(contracts.StartServiceRequest, commands.requests.start_service_request)
    hold_service_request = operation(contracts.HoldServiceRequest, commands.requests.hold_service_request)
    resolve_service_request = operation(contracts.ResolveServiceRequest, commands.requests.resolve_service_request)
    close_service_request = operation(contracts.CloseServiceRequest, commands.requests.close_service_request)
    reopen_service_request = operation(contracts.ReopenServiceRequest, commands.requests.reopen_service_request)
    post_message = operation(contracts.PostMessage, commands.requests.post_message, per_hour=120)
    close_unanswered = operation(contracts.CloseUnanswered, commands.requests.close_unanswered)
    import_service_request = operation(contracts.ImportServiceRequest, commands.requests.import_service_request)
    send_contact_message = operation(contracts.SendContactMessage, commands.contact.send_contact_message, per_hour=10)
    list_contact_messages = operation(contracts.ListContactMessages, queries.contact.list_contact_messages)
    count_contact_messages = operation(contracts.CountContactMessages, queries.contact.count_contact_messages)
    get_contact_message = operation(contracts.GetContactMessage, queries.contact.get_contact_message)
    handle_contact_message = operation(contracts.HandleContactMessage, commands.contact.handle_contact_message)
    import_contact_message = operation(contracts.ImportContactMessage, commands.contact.import_contact_message)
