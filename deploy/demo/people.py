"""Customers and people of the demo. All names, addresses and numbers are fictitious."""

from typing import Any

PASSWORD = "demo-machinepark"  # noqa: S105  # the demo prints it at every start
LOGISTICS, SCHOOL, CITY, FORMER = "1048823", "1062940", "1050117", "1039555"


def _customer(number: str, name: str, street: str, postcode: str, city: str, **values: str) -> dict[str, Any]:
    address = {"street": street, "postcode": postcode, "city": city}
    return {"customer_number": number, "name": name, "address": address} | values


CUSTOMERS = [
    _customer(LOGISTICS, "Van Dijk Logistiek B.V.", "Voorbeeldkade 12", "1000 AA", "Amsterdam"),
    _customer(SCHOOL, "Scholengroep De Linde", "Lindeplein 2", "7411 AA", "Deventer"),
    _customer(CITY, "Gemeente Voorbeeldstad", "Stadhuisplein 1", "9999 XX", "Voorbeeldstad"),
    _customer(FORMER, "Makelaardij Van Loon", "Oude Gracht 5", "3500 ZZ", "Utrecht", status="disabled"),
]
"""The last customer is disabled: its user cannot log in."""

RIGHTS = ["order_supplies", "request_service", "submit_meter_readings", "manage_machines", "view_reports"]
ADMINISTRATOR = [*RIGHTS, "manage_users", "manage_guest_access"]


def _user(number: str, email: str, name: str, telephone: str, rights: list[str], **values: Any) -> dict[str, Any]:
    scope = {"all_machines": "group" not in values}
    named = {"customer_number": number, "email": email, "name": name, "telephone": telephone, "language": "nl"}
    return named | {"rights": rights} | scope | values


USERS = [
    _user(LOGISTICS, "sanne@vandijk.example", "Sanne de Wit", "020 555 01 10", ADMINISTRATOR),
    _user(LOGISTICS, "james@vandijk.example", "James Miller", "020 555 01 11",
          ["order_supplies", "request_service"], language="en"),
    _user(LOGISTICS, "pieter@vandijk.example", "Pieter Bos", "020 555 01 12", ["request_service"], group="Utrecht"),
    _user(SCHOOL, "anouk@delinde.example", "Anouk Mulder", "0570 555 020", ADMINISTRATOR),
    _user(SCHOOL, "rob@delinde.example", "Rob Timmer", "055 555 02 21",
          ["request_service", "submit_meter_readings"], group="Praktijkschool"),
    _user(CITY, "fatima@voorbeeldstad.example", "Fatima el Amrani", "0599 555 012", ADMINISTRATOR),
    _user(CITY, "emma@voorbeeldstad.example", "Emma Clarke", "0599 555 013", ["view_reports"],
          language="en", group="Publiek"),
    _user(CITY, "tom@voorbeeldstad.example", "Tom Visser", "0599 555 014", [], group=""),
    _user(FORMER, "karel@vanloon.example", "Karel van Loon", "030 555 05 50", RIGHTS),
]  # fmt: skip
"""Tom has an empty machine scope."""

STAFF: list[dict[str, Any]] = [
    {
        "email": "joris@dealer.example",
        "name": "Joris Bakker",
        "language": "nl",
        "rights": [
            "manage_customers",
            "handle_registrations",
            "handle_service",
            "handle_orders",
            "manage_fleet",
            "view_audit",
            "manage_staff",
            "edit_content",
            "manage_bus",
        ],
    },
    {"email": "mila@dealer.example", "name": "Mila Novak", "language": "en", "rights": ["handle_service"]},
]
LOGINS = [
    ("sanne@vandijk.example", "administrator of Van Dijk, Dutch, sees all machines"),
    ("james@vandijk.example", "user of Van Dijk, English"),
    ("pieter@vandijk.example", "user of Van Dijk, sees the group Utrecht only"),
    ("anouk@delinde.example", "administrator of a school, Dutch"),
    ("emma@voorbeeldstad.example", "user of a municipality, English, may only look, at one group"),
    ("joris@dealer.example", "the dealer's staff, who also manages staff and customers"),
    ("mila@dealer.example", "the dealer's staff, service requests only"),
]
