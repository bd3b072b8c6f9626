"""What a mail tells beside its sentences: labels and values, and the portal's page that it leads to."""

from typing import Any

Facts = list[tuple[str, str]]
MOST_LINES = 25
"""Of an order with more lines the mail names these; the page has them all."""


def service_request_facts(about: dict[str, Any], say: Any) -> Facts:
    machine, visit = about["machine"], about["visit"]
    place = (machine["own_reference"], machine["site"], machine["city"])
    return [
        (say("fact.reference_number"), about["reference_number"]),
        (say("fact.machine"), _machine(machine)),
        (say("fact.place"), ", ".join(part for part in place if part)),
        (say("fact.category"), say(f"category.{about['category']}")),
        (say("fact.urgency"), say(f"urgency.{about['urgency']}")),
        (say("fact.visit"), say.period(visit["begins_at"], visit["ends_at"]) if visit else ""),
        (say("fact.note"), about["note"]),
        (say("fact.at"), say.moment(about["at"])),
    ]


def order_facts(about: dict[str, Any], say: Any) -> Facts:
    """An order's lines each have a row; the label stands at the first."""
    lines, place = about["lines"], about["deliver_to"]
    told = [f"{line['quantity']} × {line['name']} ({_machine(line['machine'])})" for line in lines[:MOST_LINES]]
    if more := len(lines) - len(told):
        told.append(say("fact.more_lines", count=more))
    return [
        (say("fact.reference_number"), about["reference_number"]),
        (say("fact.purchase_reference"), about["purchase_reference"]),
        (say("fact.reason"), about["note"]),
        *((say("fact.lines") if i == 0 else "", line) for i, line in enumerate(told)),
        (say("fact.deliver_to"), f"{place['name']}, {place['street']}, {place['postcode']} {place['city']}"),
        (say("fact.at"), say.moment(about["at"])),
    ]


def parcel_facts(about: dict[str, Any], say: Any) -> Facts:
    return [
        (say("fact.carrier"), about["carrier"]),
        (say("fact.tracking_number"), about["tracking_number"]),
        (say("fact.tracking_url"), about["tracking_url"]),
        (say("fact.left"), str(about["left"]) if about["left"] else ""),
        *order_facts(about, say),
    ]


def _machine(machine: dict[str, Any]) -> str:
    number = machine["equipment_number"] or machine["serial_number"]
    return f"{machine['manufacturer']} {machine['model_name']} · {number}"


FACTS = {
    "service_request_received": service_request_facts,
    "service_request_accepted": service_request_facts,
    "visit_scheduled": service_request_facts,
    "parts_awaited": service_request_facts,
    "customer_asked": service_request_facts,
    "service_request_resolved": service_request_facts,
    "service_request_closed": service_request_facts,
    "service_request_reopened": service_request_facts,
    "service_request_cancelled": service_request_facts,
    "message_posted": service_request_facts,
    "order_placed": order_facts,
    "order_confirmed": order_facts,
    "order_shipped": parcel_facts,
    "order_delivered": order_facts,
    "order_cancelled": order_facts,
    "order_refused": order_facts,
}
PAGES = {
    template: "/orders/{reference_number}" if template.startswith("order_") else "/service-requests/{reference_number}"
    for template in FACTS
}
LINKS = {
    template: "mail.link.order" if template.startswith("order_") else "mail.link.service_request" for template in FACTS
}
