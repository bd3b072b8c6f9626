"""Mails to guests about what they ordered and reported."""

import datetime as dt
import re
from email.message import EmailMessage

import pytest
from contracts.builders import a_machine, a_requester, a_service_request
from contracts.guest_work import a_guest, a_guest_order, a_guest_request, who
from contracts.guests import allow_guests
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop
from eventually import eventually

from services.chassis.contract import Caller
from services.fleet.contracts import GuestAction
from services.identity.contracts import Right
from services.notify.contracts import GetMail, ListMails
from services.ordering.contracts import CancelOrder, ConfirmOrder, GetGuestOrderStatus, RefuseOrder, ShipOrder
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    AddGuestSighting,
    CancelServiceRequest,
    GetGuestRequestStatus,
    HoldServiceRequest,
    ResolveServiceRequest,
    ScheduleVisit,
)

LINK = re.compile(r"(/guest/status/(?:orders|requests)/)([0-9a-f]{32}\.[\w-]+)\?lang=(\w\w)")


@pytest.fixture
def shop(installation: Installation) -> Shop:
    shop = a_shop(installation)
    allow_guests(installation, shop.customer)
    return shop


def mails_to(installation: Installation, guest: dict[str, str], number: int = 1) -> list[EmailMessage]:
    """The mails to the guest, oldest first, once there are so many."""
    server = installation.mail_server
    assert server
    eventually(lambda: len(server.mails(guest["email"])) >= number)
    return server.mails(guest["email"])


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def subjects(installation: Installation, guest: dict[str, str], number: int) -> list[str]:
    return [str(mail["Subject"]) for mail in mails_to(installation, guest, number)]


def test_the_first_mail_has_number_and_status_link_and_nothing_that_was_typed(
    installation: Installation, shop: Shop
) -> None:
    ine = who() | {"name": "Win at spam.example"}
    reason = {"reason": "Kijk op spam.example"}
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine, **reason)
    (mail,) = mails_to(installation, ine)
    text = text_of(mail)
    assert reference in text
    assert "spam.example" not in text
    found = LINK.search(text)
    assert found is not None
    shown = installation.call(GetGuestOrderStatus, Caller.visitor(), token=found[2])
    assert (found[1], found[3], shown["reference_number"]) == ("/guest/status/orders/", "nl", reference)


def test_a_mail_has_no_link_when_guests_may_not_ask_the_status(installation: Installation, shop: Shop) -> None:
    allow_guests(installation, shop.customer, GuestAction.ORDER_SUPPLIES)
    ine = who()
    a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    (mail,) = mails_to(installation, ine)
    assert "http" not in text_of(mail)


def test_a_guest_is_mailed_about_parcels_but_not_that_the_order_is_confirmed(
    installation: Installation, shop: Shop
) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    installation.call(ConfirmOrder, STAFF, reference_number=reference)
    mails_to(installation, ine)
    installation.call(ShipOrder, STAFF, reference_number=reference, carrier="PostNL", tracking_number="3S1")
    assert subjects(installation, ine, 2) == [
        f"Uw bestelling {reference} is ontvangen", f"Uw bestelling {reference} is onderweg",
    ]  # fmt: skip
    text = text_of(mails_to(installation, ine, 2)[1])
    assert "3S1" in text
    assert "12,50" not in text


@pytest.mark.parametrize(("operation", "word"), [(RefuseOrder, "afgewezen"), (CancelOrder, "geannuleerd")])
def test_a_guest_is_mailed_about_the_end_of_an_order_without_the_reason(
    installation: Installation, shop: Shop, operation: type[RefuseOrder], word: str
) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    mails_to(installation, ine)
    installation.call(operation, STAFF, reference_number=reference, reason="Betaalt niet.")
    last = mails_to(installation, ine, 2)[-1]
    assert word in str(last["Subject"])
    assert "Betaalt niet." not in text_of(last)


def test_a_guest_is_mailed_about_visits_and_the_end_of_a_request(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_request(installation, shop.customer, shop.second, **ine)
    installation.call(AcceptServiceRequest, STAFF, reference_number=reference)

    def plan(days: int) -> None:
        begins_at = installation.now + dt.timedelta(days=days)
        times = {"begins_at": begins_at.isoformat(), "ends_at": (begins_at + dt.timedelta(hours=2)).isoformat()}
        installation.call(ScheduleVisit, STAFF, reference_number=reference, technician="Bas Visser", **times)
        mails_to(installation, ine, days + 1)

    mails_to(installation, ine)
    plan(1)
    plan(2)
    note = {"note": "De rol is besteld."}
    installation.call(HoldServiceRequest, STAFF, reference_number=reference, waiting_for="parts", **note)
    mails_to(installation, ine, 4)
    installation.call(ResolveServiceRequest, STAFF, reference_number=reference, **note)
    assert subjects(installation, ine, 5) == [
        f"Uw serviceaanvraag {reference} is ontvangen",
        f"Bezoek gepland voor serviceaanvraag {reference}",
        f"Bezoek verplaatst voor serviceaanvraag {reference}",
        f"Bezoek voor serviceaanvraag {reference} gaat niet door",
        f"Serviceaanvraag {reference} is afgehandeld",
    ]
    texts = " ".join(map(text_of, mails_to(installation, ine, 5)))
    for hidden in ("Bas Visser", "De rol is besteld.", "Papier loopt vast."):
        assert hidden not in texts


def test_mails_and_calendar_files_have_the_place_without_the_customers_own_name_of_the_machine(
    installation: Installation, shop: Shop
) -> None:
    ine = who()
    machine = a_machine(installation, shop.customer, own_reference="Balie directeur", location={"city": "Utrecht"})
    reference = a_guest_request(installation, shop.customer, machine, **ine)
    begins_at = installation.now + dt.timedelta(days=1)
    times = {"begins_at": begins_at.isoformat(), "ends_at": (begins_at + dt.timedelta(hours=2)).isoformat()}
    installation.call(AcceptServiceRequest, STAFF, reference_number=reference)
    mails_to(installation, ine)
    installation.call(ScheduleVisit, STAFF, reference_number=reference, technician="", **times)
    mail = mails_to(installation, ine, 2)[-1]
    (calendar,) = [str(part.get_content()) for part in mail.iter_attachments()]
    for text in (text_of(mail), calendar):
        assert "Utrecht" in text
        assert "Balie" not in text


def test_a_guest_is_mailed_that_a_request_was_cancelled(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_request(installation, shop.customer, shop.second, **ine)
    mails_to(installation, ine)
    installation.call(CancelServiceRequest, STAFF, reference_number=reference, note="Vervallen.")
    assert subjects(installation, ine, 2)[-1] == f"Serviceaanvraag {reference} is geannuleerd"


def test_who_saw_it_too_gets_a_link_in_the_language_of_the_page(installation: Installation, shop: Shop) -> None:
    ine, filed = who(), a_service_request(installation, a_requester(shop.customer), shop.second)
    guest = a_guest(shop.customer, shop.second, Right.REQUEST_SERVICE, "en")
    installation.call(AddGuestSighting, guest, request_id=filed["id"], **ine)
    (mail,) = mails_to(installation, ine)
    assert mail["Subject"] == f"Thank you for adding to service request {filed['reference_number']}"
    found = LINK.search(text_of(mail))
    assert found is not None
    shown = installation.call(GetGuestRequestStatus, Caller.visitor(), token=found[2])
    assert (found[3], shown["reference_number"]) == ("en", filed["reference_number"])


def test_staff_read_a_mail_to_a_guest_without_the_secret_of_its_link(installation: Installation, shop: Shop) -> None:
    ine = who()
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black, **ine)
    mails_to(installation, ine)
    (row,) = installation.call(ListMails, STAFF, text=reference)["rows"]
    mail = installation.call(GetMail, STAFF, mail_id=row["id"])
    assert mail["has_one_time_link"] is False
    assert "/guest/status/orders/…" in mail["text"]


def test_no_user_is_mailed_about_a_guests_order(installation: Installation, shop: Shop) -> None:
    reference = a_guest_order(installation, shop.customer, shop.second, shop.black)
    installation.call(ConfirmOrder, STAFF, reference_number=reference)
    installation.settle()
    rows = installation.call(ListMails, STAFF, text=reference)["rows"]
    assert [row["template"] for row in rows] == ["guest_order_placed"]
