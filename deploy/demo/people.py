"""Customers and people of the demo. All of them, their addresses and numbers are made up."""

from typing import Any

PASSWORD = "demo-machinepark"  # noqa: S105  # a demo's password is no secret: it is printed at every start

CUSTOMERS: list[dict[str, Any]] = [
    {
        "customer_number": "1048823",
        "name": "Van Dijk Logistiek B.V.",
        "address": {"street": "Voorbeeldkade 12", "postcode": "1000 AA", "city": "Amsterdam"},
    },
    {
        "customer_number": "1050117",
        "name": "Gemeente Voorbeeldstad",
        "address": {"street": "Stadhuisplein 1", "postcode": "9999 XX", "city": "Voorbeeldstad"},
    },
]
RIGHTS = ["order_supplies", "request_service", "submit_meter_readings", "manage_machines", "view_reports"]
USERS: list[dict[str, Any]] = [
    {
        "customer_number": "1048823",
        "email": "sanne@vandijk.example",
        "name": "Sanne de Wit",
        "telephone": "020 555 01 10",
        "language": "nl",
        "rights": [*RIGHTS, "manage_users"],
        "all_machines": True,
    },
    {
        "customer_number": "1048823",
        "email": "james@vandijk.example",
        "name": "James Miller",
        "telephone": "020 555 01 11",
        "language": "en",
        "rights": ["request_service", "order_supplies"],
        "all_machines": True,
    },
    {
        "customer_number": "1048823",
        "email": "pieter@vandijk.example",
        "name": "Pieter Bos",
        "telephone": "020 555 01 12",
        "language": "nl",
        "rights": ["request_service"],
        "group": "Utrecht",
    },
    {
        "customer_number": "1050117",
        "email": "fatima@voorbeeldstad.example",
        "name": "Fatima el Amrani",
        "telephone": "0599 555 012",
        "language": "nl",
        "rights": RIGHTS,
        "all_machines": True,
    },
]
STAFF: list[dict[str, Any]] = [
    {
        "email": "joris@dealer.example",
        "name": "Joris Bakker",
        "language": "nl",
        "rights": ["manage_customers", "handle_service", "handle_orders", "manage_fleet"],
    },
]
LOGINS = [
    ("sanne@vandijk.example", "user of Van Dijk, Dutch, sees all machines"),
    ("james@vandijk.example", "user of Van Dijk, English"),
    ("pieter@vandijk.example", "user of Van Dijk, sees the group Utrecht only"),
    ("joris@dealer.example", "the dealer's staff"),
]
