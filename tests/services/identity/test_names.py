"""Names of persons by id: users get those of their own customer, staff everybody's."""

from contracts.builders import a_customer, a_logged_in_user, a_staff_member, logged_in, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller
from services.identity.contracts import ListMailRecipients, ListPersonNames, Register

NOTIFY = Caller.service("notify")


def names(installation: Installation, reader: Caller, *persons: Caller) -> list[str]:
    response = installation.call(ListPersonNames, reader, ids=[person.person_id for person in persons])
    return sorted(row["name"] for row in response["rows"])


def test_users_know_the_names_of_their_own_customers_users_only(installation: Installation) -> None:
    customer, other = a_customer(installation), a_customer(installation, "Bakker")
    sanne = a_logged_in_user(installation, customer, name="Sanne de Wit")
    lotte = a_logged_in_user(installation, customer, name="Lotte Smit")
    stranger = a_logged_in_user(installation, other, name="Tess Bakker")
    joris = logged_in(installation, a_staff_member(installation))
    assert names(installation, sanne, sanne, lotte, stranger, joris) == ["Lotte Smit", "Sanne de Wit"]
    assert names(installation, STAFF, lotte, stranger) == ["Lotte Smit", "Tess Bakker"]


def test_recipients_are_found_by_name_and_address(installation: Installation) -> None:
    address = f"{number('finn')}@vandijk.example"
    finn = a_logged_in_user(installation, a_customer(installation), email=address, name="Zoë Verhoeven")
    for request in ({"ids": [finn.person_id]}, {"text": address[:8].upper()}, {"text": "zoe verho"}):
        rows = installation.call(ListMailRecipients, NOTIFY, **request)["rows"]
        assert {"id": finn.person_id, "name": "Zoë Verhoeven", "email": address} in rows


def test_recipients_without_an_account_are_found_without_accents(installation: Installation) -> None:
    address = f"{number('chloe')}@vandijk.example"
    request = Register.example[0] | {"email": address, "name": "Chloë Verhoeven", "client_address": number("place ")}
    installation.call(Register, Caller.visitor(), **request)
    rows = installation.call(ListMailRecipients, NOTIFY, text="chloe verho")["rows"]
    assert [row["email"] for row in rows] == [address]
