"""Per event, how to bring it about: what is done, and the id of the aggregate to which it happens.

A new event needs a new one here.
"""

from collections.abc import Callable

from contracts import accounts
from contracts.builders import a_contact_message, an_account, logged_in
from contracts.example_installation import ExampleInstallation

from services.chassis.contract import Caller, Event, Kind, Operation
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.notify import contracts as notify
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

Occasion = Callable[[ExampleInstallation], str]


def a_customer_is_recorded(installation: ExampleInstallation) -> str:
    return str(installation.make(identity.UpsertCustomer, customer_number="1048824")["id"])


def a_machine_is_recorded(installation: ExampleInstallation) -> str:
    made = installation.make(fleet.UpsertMachine, equipment_number="10043", serial_number="A7PY0SAMPLE19")
    installation.make(fleet.UpsertGroup, name="Rotterdam", machine_ids=[made["id"]])
    return str(made["id"])


def a_model_is_recorded(installation: ExampleInstallation) -> str:
    return str(installation.make(fleet.UpsertModel, name="bizhub C360i")["id"])


def a_group_is_recorded(installation: ExampleInstallation) -> str:
    return str(installation.make(fleet.UpsertGroup, name="Den Haag", machine_ids=[])["id"])


def a_supply_is_recorded(installation: ExampleInstallation) -> str:
    return str(installation.make(ordering.UpsertSupply, sku="TN-328Y", colour="yellow")["id"])


def an_order_is(*steps: type[Operation]) -> Occasion:
    """An order is placed, and goes through these steps of the dealer."""
    return lambda installation: str(installation.order(*steps)["id"])


def a_request_is_filed(installation: ExampleInstallation) -> str:
    return str(installation.file()["id"])


def a_request_is(*steps: type[Operation]) -> Occasion:
    """A request is filed and accepted, and goes through these steps."""
    return lambda installation: str(installation.handle(servicedesk.AcceptServiceRequest, *steps)["id"])


def a_request_is_accepted(installation: ExampleInstallation) -> str:
    filed = installation.file()
    installation.make(servicedesk.AcceptServiceRequest, reference_number=filed["reference_number"])
    return str(filed["id"])


def a_request_is_cancelled(installation: ExampleInstallation) -> str:
    filed = installation.file()
    installation.installation.call(
        servicedesk.CancelServiceRequest, installation.sanne, reference_number=filed["reference_number"]
    )
    return str(filed["id"])


def a_message_is_sent(installation: ExampleInstallation) -> str:
    return str(a_contact_message(installation.installation, installation.sanne)["id"])


def a_message_is_handled(installation: ExampleInstallation) -> str:
    sent = a_contact_message(installation.installation, installation.sanne)
    installation.make(servicedesk.HandleContactMessage, reference_number=sent["reference_number"])
    return str(sent["id"])


def a_mail_leaves(installation: ExampleInstallation) -> str:
    installation.file()
    return str(installation.mail()["id"])


def a_wait(installation: ExampleInstallation) -> str:
    accepted = installation.handle(servicedesk.AcceptServiceRequest)
    number = accepted["reference_number"]
    installation.make(servicedesk.HoldServiceRequest, reference_number=number, waiting_for="customer")
    return str(accepted["id"])


def a_membership_is_recorded(installation: ExampleInstallation) -> str:
    """A user sees a machine that was chosen for him."""
    caller = accounts.as_administrator(installation)
    person_id = logged_in(
        installation.installation, an_account(installation.installation, installation.customer)
    ).person_id
    seen = installation.installation.call(
        identity.ChangeScope, caller, person_id=person_id, all_machines=False, machine_ids=[installation.machine_id]
    )
    return str(seen["membership_id"])


def a_link_is_prepared(installation: ExampleInstallation) -> str:
    email = an_account(installation.installation, installation.customer)
    accounts.reset_link(installation.installation, email)
    return accounts.link_to(installation.installation, email, identity.LinkPurpose.RESET_PASSWORD)


def a_password_is_changed(installation: ExampleInstallation) -> str:
    email = an_account(installation.installation, installation.customer)
    person_id = logged_in(installation.installation, email).person_id
    token = accounts.reset_link(installation.installation, email)
    installation.installation.call(
        identity.SetPassword, accounts.VISITOR, token=token, password="another horse battery"
    )
    return person_id


def a_registration_is(*answers: type[Operation]) -> Occasion:
    """Somebody asks for an account and confirms the address; the customer's administrator (or the clock) answers."""

    def ask(installation: ExampleInstallation) -> str:
        registration_id, _ = accounts.a_registration(installation)
        for answer in answers:
            by_clock = Caller.service("identity")
            caller = accounts.as_administrator(installation) if Kind.USER in answer.allowed else by_clock
            known = {"registration_id": registration_id, "group_ids": [installation.group_id]}
            asked = {name: known.get(name, value) for name, value in answer.example[0].items()}
            installation.installation.call(answer, caller, **asked)
        return registration_id

    return ask


def an_access_request_is(*answers: type[Operation]) -> Occasion:
    """A user asks to see a machine, and the administrator answers."""

    def ask(installation: ExampleInstallation) -> str:
        request_id = str(accounts.an_access_request(installation)["id"])
        for answer in answers:
            installation.installation.call(
                answer, accounts.as_administrator(installation), **answer.example[0] | {"request_id": request_id}
            )
        return request_id

    return ask


OCCASIONS: dict[type[Event], Occasion] = {
    identity.AccessAsked: an_access_request_is(),
    identity.AccessGranted: an_access_request_is(identity.GrantAccess),
    identity.AccessRefused: an_access_request_is(identity.RefuseAccess),
    identity.CustomerStateChanged: a_customer_is_recorded,
    identity.AccountMailRequested: a_link_is_prepared,
    identity.MembershipStateChanged: a_membership_is_recorded,
    identity.PasswordChanged: a_password_is_changed,
    identity.RegistrationApproved: a_registration_is(identity.ApproveRegistration),
    identity.RegistrationExpired: a_registration_is(identity.ExpireRegistration),
    identity.RegistrationReceived: a_registration_is(),
    identity.RegistrationRefused: a_registration_is(identity.RefuseRegistration),
    fleet.GroupStateChanged: a_group_is_recorded,
    fleet.MachineStateChanged: a_machine_is_recorded,
    fleet.ModelStateChanged: a_model_is_recorded,
    ordering.OrderCancelled: an_order_is(ordering.CancelOrder),
    ordering.OrderConfirmed: an_order_is(ordering.ConfirmOrder),
    ordering.OrderDelivered: an_order_is(ordering.ConfirmOrder, ordering.ShipOrder, ordering.DeliverOrder),
    ordering.OrderPlaced: an_order_is(),
    ordering.OrderRefused: an_order_is(ordering.RefuseOrder),
    ordering.OrderShipped: an_order_is(ordering.ConfirmOrder, ordering.ShipOrder),
    ordering.SupplyStateChanged: a_supply_is_recorded,
    servicedesk.ContactMessageHandled: a_message_is_handled,
    servicedesk.ContactMessageReceived: a_message_is_sent,
    servicedesk.MessagePosted: a_request_is(servicedesk.PostMessage),
    servicedesk.ServiceRequestClosed: a_request_is(servicedesk.ResolveServiceRequest, servicedesk.CloseServiceRequest),
    servicedesk.ServiceRequestReopened: a_request_is(
        servicedesk.ResolveServiceRequest, servicedesk.ReopenServiceRequest
    ),
    servicedesk.ServiceRequestResolved: a_request_is(servicedesk.ResolveServiceRequest),
    servicedesk.ServiceRequestStarted: a_request_is(servicedesk.StartServiceRequest),
    servicedesk.ServiceRequestWaitingForCustomer: a_wait,
    servicedesk.ServiceRequestWaitingForParts: a_request_is(servicedesk.HoldServiceRequest),
    servicedesk.VisitScheduled: a_request_is(servicedesk.ScheduleVisit),
    servicedesk.ServiceRequestAccepted: a_request_is_accepted,
    servicedesk.ServiceRequestCancelled: a_request_is_cancelled,
    servicedesk.ServiceRequestReceived: a_request_is_filed,
    notify.MailSent: a_mail_leaves,
}
