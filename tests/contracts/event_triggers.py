"""For each event, a function that causes it and returns the id of the aggregate. A new event needs an entry here."""

from collections.abc import Callable

from contracts import accounts, guest_work, guests
from contracts.builders import PASSWORD, a_contact_message, an_account, logged_in
from contracts.example_installation import ExampleInstallation

from services.chassis.contract import Caller, Event, Kind, Operation
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.notify import contracts as notify
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

EventTrigger = Callable[[ExampleInstallation], str]


def upsert_customer(installation: ExampleInstallation) -> str:
    return str(installation.execute_example(identity.UpsertCustomer, customer_number="1048824")["id"])


def upsert_machine(installation: ExampleInstallation) -> str:
    made = installation.execute_example(fleet.UpsertMachine, equipment_number="10043", serial_number="A7PY0SAMPLE19")
    installation.execute_example(fleet.UpsertGroup, name="Rotterdam", machine_ids=[made["id"]])
    return str(made["id"])


def upsert_model(installation: ExampleInstallation) -> str:
    return str(installation.execute_example(fleet.UpsertModel, name="bizhub C360i")["id"])


def upsert_group(installation: ExampleInstallation) -> str:
    return str(installation.execute_example(fleet.UpsertGroup, name="Den Haag", machine_ids=[])["id"])


def upsert_supply(installation: ExampleInstallation) -> str:
    return str(installation.execute_example(ordering.UpsertSupply, sku="TN-328Y", colour="yellow")["id"])


def place_order_and(*steps: type[Operation]) -> EventTrigger:
    """Place an order and execute these steps as the dealer."""
    return lambda installation: str(installation.order_after(*steps)["id"])


def file_request(installation: ExampleInstallation) -> str:
    return str(installation.file_service_request()["id"])


def file_request_and(*steps: type[Operation]) -> EventTrigger:
    """File and accept a service request, then execute these steps."""
    return lambda installation: str(installation.service_request_after(servicedesk.AcceptServiceRequest, *steps)["id"])


def accept_request(installation: ExampleInstallation) -> str:
    filed = installation.file_service_request()
    installation.execute_example(servicedesk.AcceptServiceRequest, reference_number=filed["reference_number"])
    return str(filed["id"])


def cancel_request(installation: ExampleInstallation) -> str:
    filed = installation.file_service_request()
    installation.installation.call(
        servicedesk.CancelServiceRequest, installation.sanne, reference_number=filed["reference_number"]
    )
    return str(filed["id"])


def send_message(installation: ExampleInstallation) -> str:
    return str(a_contact_message(installation.installation, installation.sanne)["id"])


def handle_message(installation: ExampleInstallation) -> str:
    sent = a_contact_message(installation.installation, installation.sanne)
    installation.execute_example(servicedesk.HandleContactMessage, reference_number=sent["reference_number"])
    return str(sent["id"])


def send_mail(installation: ExampleInstallation) -> str:
    installation.file_service_request()
    return str(installation.newest_mail()["id"])


def hold_request(installation: ExampleInstallation) -> str:
    accepted = installation.service_request_after(servicedesk.AcceptServiceRequest)
    number = accepted["reference_number"]
    installation.execute_example(servicedesk.HoldServiceRequest, reference_number=number, waiting_for="customer")
    return str(accepted["id"])


def change_scope(installation: ExampleInstallation) -> str:
    """Give a user the scope of a single machine."""
    caller = accounts.as_administrator(installation)
    person_id = logged_in(
        installation.installation, an_account(installation.installation, installation.customer)
    ).person_id
    membership = installation.installation.call(
        identity.ChangeScope, caller, person_id=person_id, all_machines=False, machine_ids=[installation.machine_id]
    )
    return str(membership["membership_id"])


def request_password_reset(installation: ExampleInstallation) -> str:
    email = an_account(installation.installation, installation.customer)
    accounts.reset_link(installation.installation, email)
    return accounts.link_to(installation.installation, email, identity.MailPurpose.RESET_PASSWORD)


def remove_account(installation: ExampleInstallation) -> str:
    caller = logged_in(installation.installation, an_account(installation.installation, installation.customer))
    installation.installation.call(identity.RemoveOwnAccount, caller, password=PASSWORD)
    return caller.person_id


def change_password(installation: ExampleInstallation) -> str:
    email = an_account(installation.installation, installation.customer)
    person_id = logged_in(installation.installation, email).person_id
    token = accounts.reset_link(installation.installation, email)
    installation.installation.call(
        identity.SetPassword, accounts.VISITOR, token=token, password="another horse battery"
    )
    return person_id


def register_and(*answers: type[Operation]) -> EventTrigger:
    """Register and confirm the address, then execute the answers as the customer's administrator or as identity."""

    def trigger(installation: ExampleInstallation) -> str:
        registration_id, _ = accounts.a_registration(installation)
        for answer in answers:
            by_clock = Caller.service("identity")
            caller = accounts.as_administrator(installation) if Kind.USER in answer.allowed else by_clock
            known = {"registration_id": registration_id, "group_ids": [installation.group_id]}
            request = {name: known.get(name, value) for name, value in answer.example[0].items()}
            installation.installation.call(answer, caller, **request)
        return registration_id

    return trigger


def request_access_and(*answers: type[Operation]) -> EventTrigger:
    """Request access to a machine, then execute the answers as the administrator."""

    def trigger(installation: ExampleInstallation) -> str:
        request_id = str(accounts.an_access_request(installation)["id"])
        for answer in answers:
            installation.installation.call(
                answer, accounts.as_administrator(installation), **answer.example[0] | {"request_id": request_id}
            )
        return request_id

    return trigger


TRIGGERS: dict[type[Event], EventTrigger] = (
    guests.TRIGGERS
    | guest_work.TRIGGERS
    | {
        identity.AccessRequested: request_access_and(),
        identity.AccessGranted: request_access_and(identity.GrantAccess),
        identity.AccessRefused: request_access_and(identity.RefuseAccess),
        identity.CustomerStateChanged: upsert_customer,
        identity.AccountMailRequested: request_password_reset,
        identity.MembershipStateChanged: change_scope,
        identity.PasswordChanged: change_password,
        identity.UserErased: remove_account,
        identity.RegistrationApproved: register_and(identity.ApproveRegistration),
        identity.RegistrationExpired: register_and(identity.ExpireRegistration),
        identity.RegistrationReceived: register_and(),
        identity.RegistrationRefused: register_and(identity.RefuseRegistration),
        fleet.GroupStateChanged: upsert_group,
        fleet.MachineStateChanged: upsert_machine,
        fleet.ModelStateChanged: upsert_model,
        ordering.OrderCancelled: place_order_and(ordering.CancelOrder),
        ordering.OrderConfirmed: place_order_and(ordering.ConfirmOrder),
        ordering.OrderDelivered: place_order_and(ordering.ConfirmOrder, ordering.ShipOrder, ordering.DeliverOrder),
        ordering.OrderPlaced: place_order_and(),
        ordering.OrderRefused: place_order_and(ordering.RefuseOrder),
        ordering.OrderShipped: place_order_and(ordering.ConfirmOrder, ordering.ShipOrder),
        ordering.SupplyStateChanged: upsert_supply,
        servicedesk.ContactMessageHandled: handle_message,
        servicedesk.ContactMessageReceived: send_message,
        servicedesk.MessagePosted: file_request_and(servicedesk.PostMessage),
        servicedesk.ServiceRequestClosed: file_request_and(
            servicedesk.ResolveServiceRequest, servicedesk.CloseServiceRequest
        ),
        servicedesk.ServiceRequestReopened: file_request_and(
            servicedesk.ResolveServiceRequest, servicedesk.ReopenServiceRequest
        ),
        servicedesk.ServiceRequestResolved: file_request_and(servicedesk.ResolveServiceRequest),
        servicedesk.ServiceRequestStarted: file_request_and(servicedesk.StartServiceRequest),
        servicedesk.ServiceRequestWaitingForCustomer: hold_request,
        servicedesk.ServiceRequestWaitingForParts: file_request_and(servicedesk.HoldServiceRequest),
        servicedesk.VisitScheduled: file_request_and(servicedesk.ScheduleVisit),
        servicedesk.ServiceRequestAccepted: accept_request,
        servicedesk.ServiceRequestCancelled: cancel_request,
        servicedesk.ServiceRequestReceived: file_request,
        notify.MailSent: send_mail,
    }
)
