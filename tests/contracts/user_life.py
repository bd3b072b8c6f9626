"""What a user leaves behind in all services, with a canary value in every field about the person."""

from dataclasses import dataclass
from uuid import uuid4

from contracts.accounts import VISITOR, data_export, invite, token_to
from contracts.builders import (
    MODEL,
    PASSWORD,
    Customer,
    a_contact_message,
    a_customer,
    a_machine,
    a_service_request,
    a_supply,
    a_visitor_message,
    an_account,
    an_order,
    logged_in,
    number,
)
from contracts.guest_work import act_as_guest
from contracts.running import STAFF, Installation
from sqlalchemy import insert, select

from services.chassis.bus.envelope import Envelope
from services.chassis.contract import Caller
from services.chassis.contract.serialization import to_json
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.tables import inbox, jobs
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.identity.contracts import MailPurpose, Right
from services.identity.model import Registration
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

CANARY = "kanarievogel"
"""In every text; the address and numbers below are as unique."""
OLD_EMAIL, EMAIL = f"{CANARY}.oud@vandijk.example", f"{CANARY}@vandijk.example"
TELEPHONE, ADDRESS = "020 794 6118", "203.0.113.244"
VALUES = (CANARY, TELEPHONE, ADDRESS)


@dataclass(slots=True)
class Life:
    """The person is an administrator beside a colleague."""

    installation: Installation
    customer: Customer
    colleague: Caller
    person: Caller
    token: str

    def remove(self) -> None:
        self.installation.call(identity.RemoveOwnAccount, self.person, password=PASSWORD)


def live(installation: Installation) -> Life:
    """Everything that a user can enter, and what others did with it."""
    customer = a_customer(installation)
    machine_id, hidden_id = _machines(installation, customer)
    colleague = logged_in(installation, an_account(installation, customer, *Right, name="Ans Mulder"))
    _register(installation, customer, colleague)
    session = installation.call(
        identity.LogIn, VISITOR, email=OLD_EMAIL, password=PASSWORD, client_address=ADDRESS, device=CANARY
    )
    person = logged_in(installation, OLD_EMAIL)
    life = Life(installation, customer, colleague, person, session["token"])
    _change_account(life)
    _administer(life, hidden_id)
    _order(life, machine_id)
    _request_service(life, machine_id)
    _write_to_dealer(life)
    act_as_guest(installation, customer, colleague, {"name": CANARY, "email": EMAIL}, CANARY)
    data_export(installation, life.person)
    installation.settle()
    return life


def _machines(installation: Installation, customer: Customer) -> tuple[str, str]:
    """A machine, and one out of the person's scope."""
    location = {"site": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    return a_machine(installation, customer, location=location), a_machine(installation, customer)


def _register(installation: Installation, customer: Customer, colleague: Caller) -> None:
    form = {"email": OLD_EMAIL, "name": f"Kees {CANARY}", "telephone": TELEPHONE, "password": PASSWORD}
    origin = {"client_address": ADDRESS, "language": "nl"}
    installation.call(identity.Register, VISITOR, customer_number=customer.number, **form, **origin)
    link = token_to(installation, OLD_EMAIL, MailPurpose.CONFIRM_REGISTRATION)
    installation.call(identity.ConfirmRegistration, VISITOR, token=link)
    registration = select(Registration.id).where(Registration.email == OLD_EMAIL)
    registration_id = installation.rows("identity", registration)[0].id
    scope = {"all_machines": True, "rights": [str(right) for right in Right]}
    installation.call(
        identity.ApproveRegistration, colleague, registration_id=str(registration_id), without_access=False, **scope
    )


def _change_account(life: Life) -> None:
    installation = life.installation
    installation.call(identity.ChangeProfile, life.person, function=f"Beheer {CANARY}")
    installation.call(identity.RequestEmailChange, life.person, email=EMAIL, password=PASSWORD)
    link = token_to(installation, EMAIL, MailPurpose.CONFIRM_EMAIL)
    installation.call(identity.ConfirmEmail, VISITOR, token=link)
    installation.call(identity.GiveConsent, life.person, purpose="dealer_news", version=1)
    installation.call(identity.RequestPasswordReset, VISITOR, email=EMAIL, client_address=ADDRESS)


def _administer(life: Life, hidden_id: str) -> None:
    """Invite and refuse others, be viewed by a colleague, ask for a machine, be refused."""
    installation, customer = life.installation, life.customer
    invite(installation, life.person)
    other = {"email": f"{number('tom')}@vandijk.example", "name": "Tom Vos", "password": PASSWORD, "language": "nl"}
    installation.call(identity.Register, VISITOR, customer_number=customer.number, client_address="", **other)
    installation.call(
        identity.ConfirmRegistration,
        VISITOR,
        token=token_to(installation, other["email"], MailPurpose.CONFIRM_REGISTRATION),
    )
    (open_one,) = installation.call(identity.ListRegistrations, life.person)["rows"]
    refusal = {"registration_id": open_one["id"], "reason": f"Onbekend bij {CANARY}"}
    installation.call(identity.RefuseRegistration, life.person, **refusal)
    session = installation.call(identity.LogIn, VISITOR, email=_email_of(life), password=PASSWORD)
    installation.call(
        identity.StartImpersonation, life.colleague, token=session["token"], person_id=life.person.person_id
    )
    scope = {"all_machines": False, "group_ids": [], "machine_ids": []}
    installation.call(identity.ChangeScope, life.colleague, person_id=life.person.person_id, **scope)
    number_ = installation.call(fleet.GetMachine, STAFF, machine_id=hidden_id)["equipment_number"]
    asked = installation.call(identity.RequestMachineAccess, life.person, number=number_)
    refusal = {"request_id": asked["id"], "reason": f"Niet voor {CANARY}"}
    installation.call(identity.RefuseAccess, life.colleague, **refusal)
    installation.call(identity.ChangeScope, life.colleague, person_id=life.person.person_id, all_machines=True)


def _order(life: Life, machine_id: str) -> None:
    installation = life.installation
    sku = a_supply(installation, (MODEL["manufacturer"], MODEL["model_name"]))["sku"]
    line = {"machine_id": machine_id, "sku": sku, "quantity": 1}
    texts = {"attention": CANARY, "remarks": f"Bel {CANARY}", "reason": f"Voor {CANARY}"}
    kept = an_order(installation, life.person, line, **texts)
    installation.call(ordering.ConfirmOrder, STAFF, reference_number=kept["reference_number"])
    cancelled = an_order(installation, life.person, line, **texts)
    cancellation = {"reference_number": cancelled["reference_number"], "reason": f"Fout van {CANARY}"}
    installation.call(ordering.CancelOrder, life.person, **cancellation)
    of_colleague = an_order(installation, life.colleague, line)
    cancellation = {"reference_number": of_colleague["reference_number"], "reason": f"Dubbel, zegt {CANARY}"}
    installation.call(ordering.CancelOrder, life.person, **cancellation)
    draft = installation.call(ordering.AddToDraft, life.person, **line)
    address = {"name": f"Hoofdkantoor {CANARY}", "street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam"}
    delivery = {"draft_id": draft["id"], "deliver_to": address, "cost_centre": CANARY, **texts}
    installation.call(ordering.SetDraftDelivery, life.person, **delivery)


def _request_service(life: Life, machine_id: str) -> None:
    installation = life.installation
    form = {"description": f"{CANARY} hoort gekraak", "contact_name": CANARY, "telephone": TELEPHONE}
    form |= {"availability": f"Vraag naar {CANARY}", "category": "error_code", "error_code": f"E-{CANARY}"}
    kept = a_service_request(installation, life.person, machine_id, **form)
    reference = {"reference_number": kept["reference_number"]}
    installation.call(servicedesk.PostMessage, life.person, **reference, text=f"Groet, {CANARY}")
    installation.call(servicedesk.AcceptServiceRequest, STAFF, **reference)
    cancelled = a_service_request(installation, life.person, machine_id, **form)
    reference = {"reference_number": cancelled["reference_number"]}
    installation.call(servicedesk.CancelServiceRequest, life.person, **reference, note=f"Opgelost door {CANARY}")


def _write_to_dealer(life: Life) -> None:
    installation, texts = life.installation, {"name": CANARY, "telephone": TELEPHONE, "text": f"Vraag van {CANARY}"}
    sent = a_contact_message(installation, life.person, **texts)
    note = {"reference_number": sent["reference_number"], "note": f"Beste {CANARY}"}
    installation.call(servicedesk.HandleContactMessage, STAFF, **note)
    a_visitor_message(installation, email=EMAIL, **texts)


def leave_messages(life: Life) -> None:
    """A message that waits in an inbox, a dead one, a dead undecodable one, and a job, each with the canary."""
    data = ordering.OrderCancelled.example | {"orderer_id": life.person.person_id, "note": CANARY}
    body = to_json(
        Envelope(
            id=new_id(),
            source="ordering",
            type="order_cancelled",
            time=life.installation.now,
            subject=data["order_id"],
            version=1,
            correlation_id="",
            data=data,
        ).to_wire()
    )
    row = {"subscription": "evt-ordering-order_cancelled--notify.subscriptions.queue_mails", "attempts": 3}
    row |= {"persons": [life.person.person_id], "received_at": life.installation.now}
    broken = body[:-10]
    messages = [("retry", body), ("dead", body), ("dead", broken)]
    with life.installation.runtime("notify").database.write("leave messages") as session:
        for status, text in messages:
            later = life.installation.now.replace(year=2099)
            values = {"status": status, "body": text, "error": f"KeyError: {CANARY}", "next_at": later}
            session.execute(insert(inbox).values(row | values | {"event_id": str(uuid4())}))
    with life.installation.runtime("identity").database.write("leave a job") as session:
        request = {"person_id": life.person.person_id, "email": EMAIL, "name": CANARY}
        values = {"command": "erase_user", "key": "x", "request": request, "due_at": later, "token": uuid4()}
        session.execute(insert(jobs).values(values | {"attempts": 1, "error": f"Invalid: {CANARY}", "dead": True}))


def _email_of(life: Life) -> str:
    return str(life.installation.call(identity.GetAccount, life.colleague)["email"])
