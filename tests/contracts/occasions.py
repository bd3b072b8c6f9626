"""Per event, how to bring it about: what is done, and the id of the aggregate to which it happens.

A new event needs a new one here.
"""

from collections.abc import Callable

from contracts.example_house import ExampleHouse

from services.chassis.contract import Event, Operation
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


def a_mail_leaves(house: ExampleHouse) -> str:
    house.file()
    return str(house.mail()["id"])


def a_wait(house: ExampleHouse) -> str:
    accepted = house.handle(servicedesk.AcceptServiceRequest)
    number = accepted["reference_number"]
    house.make(servicedesk.WaitWithService, reference_number=number, waiting_for="customer")
    return str(accepted["id"])


OCCASIONS: dict[type[Event], Occasion] = {
    identity.CustomerRecorded: a_customer_is_recorded,
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
