"""Per event, how to bring it about: what is done, and the id of the aggregate to which it happens.

A new event needs a new one here.
"""

from collections.abc import Callable

from contracts import accounts
from contracts.builders import a_contact_message, an_account, logged_in
from contracts.example_house import ExampleHouse

from services.chassis.contract import Caller, Event, Kind, Operation
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.notify import contracts as notify
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

Occasion = Callable[[ExampleHouse], str]


def a_customer_is_recorded(house: ExampleHouse) -> str:
    return str(house.make(identity.RecordCustomer, customer_number="1048824")["id"])


def a_machine_is_recorded(house: ExampleHouse) -> str:
    made = house.make(fleet.RecordMachine, equipment_number="10043", serial_number="A7PY0SAMPLE19")
    house.make(fleet.RecordGroup, name="Rotterdam", machine_ids=[made["id"]])
    return str(made["id"])


def a_model_is_recorded(house: ExampleHouse) -> str:
    return str(house.make(fleet.RecordModel, name="bizhub C360i")["id"])


def a_group_is_recorded(house: ExampleHouse) -> str:
    return str(house.make(fleet.RecordGroup, name="Den Haag", machine_ids=[])["id"])


def a_supply_is_recorded(house: ExampleHouse) -> str:
    return str(house.make(ordering.RecordSupply, sku="TN-328Y", colour="yellow")["id"])


def an_order_is(*steps: type[Operation]) -> Occasion:
    """An order is placed, and goes through these steps of the dealer."""
    return lambda house: str(house.order(*steps)["id"])


def a_request_is_filed(house: ExampleHouse) -> str:
    return str(house.file()["id"])


def a_request_is(*steps: type[Operation]) -> Occasion:
    """A request is filed and accepted, and goes through these steps."""
    return lambda house: str(house.handle(servicedesk.AcceptServiceRequest, *steps)["id"])


def a_request_is_accepted(house: ExampleHouse) -> str:
    filed = house.file()
    house.make(servicedesk.AcceptServiceRequest, reference_number=filed["reference_number"])
    return str(filed["id"])


def a_request_is_cancelled(house: ExampleHouse) -> str:
    filed = house.file()
    house.house.call(servicedesk.CancelServiceRequest, house.sanne, reference_number=filed["reference_number"])
    return str(filed["id"])


def a_message_is_sent(house: ExampleHouse) -> str:
    return str(a_contact_message(house.house, house.sanne)["id"])


def a_message_is_handled(house: ExampleHouse) -> str:
    sent = a_contact_message(house.house, house.sanne)
    house.make(servicedesk.HandleContactMessage, reference_number=sent["reference_number"])
    return str(sent["id"])


def a_mail_leaves(house: ExampleHouse) -> str:
    house.file()
    return str(house.mail()["id"])


def a_wait(house: ExampleHouse) -> str:
    accepted = house.handle(servicedesk.AcceptServiceRequest)
    number = accepted["reference_number"]
    house.make(servicedesk.WaitWithService, reference_number=number, waiting_for="customer")
    return str(accepted["id"])


def a_membership_is_recorded(house: ExampleHouse) -> str:
    """A user sees a machine that was chosen for him."""
    caller = accounts.as_administrator(house)
    person_id = logged_in(house.house, an_account(house.house, house.customer)).person_id
    seen = house.house.call(
        identity.ChangeScope, caller, person_id=person_id, all_machines=False, machine_ids=[house.machine_id]
    )
    return str(seen["membership_id"])


def a_link_is_prepared(house: ExampleHouse) -> str:
    email = an_account(house.house, house.customer)
    accounts.reset_link(house.house, email)
    return accounts.link_to(house.house, email, identity.LinkPurpose.RESET_PASSWORD)


def a_password_is_changed(house: ExampleHouse) -> str:
    email = an_account(house.house, house.customer)
    person_id = logged_in(house.house, email).person_id
    token = accounts.reset_link(house.house, email)
    house.house.call(identity.SetPassword, accounts.VISITOR, token=token, password="another horse battery")
    return person_id


def a_registration_is(*answers: type[Operation]) -> Occasion:
    """Somebody asks for an account and confirms the address; the customer's administrator (or the clock) answers."""

    def ask(house: ExampleHouse) -> str:
        registration_id, _ = accounts.a_registration(house)
        for answer in answers:
            by_clock = Caller.service("identity")
            caller = accounts.as_administrator(house) if Kind.USER in answer.allowed else by_clock
            known = {"registration_id": registration_id, "group_ids": [house.group_id]}
            asked = {name: known.get(name, value) for name, value in answer.example[0].items()}
            house.house.call(answer, caller, **asked)
        return registration_id

    return ask


def an_access_request_is(*answers: type[Operation]) -> Occasion:
    """A user asks to see a machine, and the administrator answers."""

    def ask(house: ExampleHouse) -> str:
        request_id = str(accounts.an_access_request(house)["id"])
        for answer in answers:
            house.house.call(answer, accounts.as_administrator(house), **answer.example[0] | {"request_id": request_id})
        return request_id

    return ask


OCCASIONS: dict[type[Event], Occasion] = {
    identity.AccessAsked: an_access_request_is(),
    identity.AccessGranted: an_access_request_is(identity.GrantAccess),
    identity.AccessRefused: an_access_request_is(identity.RefuseAccess),
    identity.CustomerRecorded: a_customer_is_recorded,
    identity.LinkPrepared: a_link_is_prepared,
    identity.MembershipRecorded: a_membership_is_recorded,
    identity.PasswordChanged: a_password_is_changed,
    identity.RegistrationApproved: a_registration_is(identity.ApproveRegistration),
    identity.RegistrationExpired: a_registration_is(identity.ExpireRegistration),
    identity.RegistrationReceived: a_registration_is(),
    identity.RegistrationRefused: a_registration_is(identity.RefuseRegistration),
    fleet.GroupRecorded: a_group_is_recorded,
    fleet.MachineRecorded: a_machine_is_recorded,
    fleet.ModelRecorded: a_model_is_recorded,
    ordering.OrderCancelled: an_order_is(ordering.CancelOrder),
    ordering.OrderConfirmed: an_order_is(ordering.ConfirmOrder),
    ordering.OrderDelivered: an_order_is(ordering.ConfirmOrder, ordering.ShipOrder, ordering.DeliverOrder),
    ordering.OrderPlaced: an_order_is(),
    ordering.OrderRefused: an_order_is(ordering.RefuseOrder),
    ordering.OrderShipped: an_order_is(ordering.ConfirmOrder, ordering.ShipOrder),
    ordering.SupplyRecorded: a_supply_is_recorded,
    servicedesk.ContactMessageHandled: a_message_is_handled,
    servicedesk.ContactMessageReceived: a_message_is_sent,
    servicedesk.MessagePosted: a_request_is(servicedesk.PostMessage),
    servicedesk.ServiceRequestClosed: a_request_is(servicedesk.ResolveServiceRequest, servicedesk.CloseServiceRequest),
    servicedesk.ServiceRequestReopened: a_request_is(
        servicedesk.ResolveServiceRequest, servicedesk.ReopenServiceRequest
    ),
    servicedesk.ServiceRequestResolved: a_request_is(servicedesk.ResolveServiceRequest),
    servicedesk.ServiceStarted: a_request_is(servicedesk.StartService),
    servicedesk.CustomerAsked: a_wait,
    servicedesk.PartsAwaited: a_request_is(servicedesk.WaitWithService),
    servicedesk.VisitScheduled: a_request_is(servicedesk.ScheduleVisit),
    servicedesk.ServiceRequestAccepted: a_request_is_accepted,
    servicedesk.ServiceRequestCancelled: a_request_is_cancelled,
    servicedesk.ServiceRequestReceived: a_request_is_filed,
    notify.MailSent: a_mail_leaves,
}
