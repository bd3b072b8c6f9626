"""The details of a mail as labelled values, which stand below its text. Those without a value are left out."""

from typing import Any, NamedTuple

from services.chassis.calendar_file import place_of
from services.notify.texts import Texts

Details = dict[str, Any]
"""What a mail is rendered from: the event's data, and what the owners of its parts add just before sending."""
LabelledValues = list[tuple[str, str]]
MAX_LINES = 25
"""Number of order lines listed in a mail; the page lists them all."""
LONGEST_QUOTE = 1500
"""Characters of a message quoted in a mail; the page has it all."""


class Quote(NamedTuple):
    """What a person wrote, below the details. `cut` says that it goes on, and where; else empty."""

    label: str
    text: str
    cut: str


def quotes(details: Details, say: Texts) -> list[Quote]:
    """The message that the mail is about, and the dealer's reply to it. One without text is to be left out."""
    return [_quote(label, details.get(name, ""), say) for name, label in QUOTED.items()]


QUOTED = {"message": "fact.message", "reply": "fact.reply"}
"""Name among the mail's details → key of the label."""


def _quote(label: str, text: str, say: Texts) -> Quote:
    """At most LONGEST_QUOTE characters, cut between words if there is a space near the end."""
    if len(text) <= LONGEST_QUOTE:
        return Quote(say(label), text, "")
    begin = text[:LONGEST_QUOTE]
    words = begin.rsplit(maxsplit=1)[0]
    return Quote(say(label), f"{words if len(words) > LONGEST_QUOTE - 100 else begin} …", say("mail.quote_cut"))


def of_service_request(details: Details, say: Texts) -> LabelledValues:
    machine = details["machine"]
    return [
        (say("fact.reference_number"), details["reference_number"]),
        (say("fact.machine"), _machine(machine)),
        (say("fact.place"), place_of(machine)),
        (say("fact.category"), say(f"category.{details['category']}")),
        (say("fact.urgency"), say(f"urgency.{details['urgency']}")),
        *_visit(details, say),
        (say("fact.technician"), _technician(details, say)),
        (say("fact.note"), details["note"]),
        (say("fact.at"), say.moment(details["at"])),
    ]


def _visit(details: Details, say: Texts) -> LabelledValues:
    visit, rescheduled_from = details["visit"], details.get("rescheduled_from")
    return [
        (
            say("fact.visit_called_off" if details.get("visit_called_off") else "fact.visit"),
            say.period(visit["begins_at"], visit["ends_at"]) if visit else "",
        ),
        (
            say("fact.rescheduled_from"),
            say.period(rescheduled_from["begins_at"], rescheduled_from["ends_at"]) if rescheduled_from else "",
        ),
    ]


def _technician(details: Details, say: Texts) -> str:
    """Empty where nobody is named, except in the mail that says that somebody else comes, or nobody yet."""
    name = details.get("technician")
    return say("fact.technician_open") if name == "" and details.get("technician_changed") else name or ""


def of_order(details: Details, say: Texts) -> LabelledValues:
    """Each order line is a row of its own; only the first has the label."""
    lines, place, total = details["lines"], details["deliver_to"], details.get("total")
    rows = [_order_line(line, say) for line in lines[:MAX_LINES]]
    if more := len(lines) - len(rows):
        rows.append(say("fact.more_lines", count=more))
    return [
        (say("fact.reference_number"), details["reference_number"]),
        (say("fact.purchase_reference"), details["purchase_reference"]),
        (say("fact.reason"), details["note"]),
        *((say("fact.lines") if i == 0 else "", line) for i, line in enumerate(rows)),
        (say("fact.total"), say.money(total) if total else ""),
        (say("fact.deliver_to"), f"{place['name']}, {place['street']}, {place['postcode']} {place['city']}"),
        (say("fact.at"), say.moment(details["at"])),
    ]


def _order_line(line: dict[str, Any], say: Texts) -> str:
    """The price is that of one piece."""
    text = f"{line['quantity']} × {line['name']} ({_machine(line['machine'])})"
    if line.get("included_in_contract"):
        return f"{text} – {say('fact.included_in_contract')}"
    price = line.get("price")
    return f"{text} – {say('fact.price_each', price=say.money(price))}" if price else text


def of_parcel(details: Details, say: Texts) -> LabelledValues:
    return [*_parcel(details, say), *of_order(details, say)]


def _parcel(details: Details, say: Texts) -> LabelledValues:
    return [
        (say("fact.carrier"), details["carrier"]),
        (say("fact.tracking_number"), details["tracking_number"]),
        (say("fact.tracking_url"), details["tracking_url"]),
        (say("fact.left"), str(details["left"]) if details["left"] else ""),
    ]


def of_guest_order(details: Details, say: Texts) -> LabelledValues:
    """Without prices, notes and what the customer's own people enter."""
    rows = [f"{line['quantity']} × {line['name']}" for line in details["lines"]]
    return [
        (say("fact.reference_number"), details["reference_number"]),
        *_guest_machine(details["lines"][0]["machine"], say),
        *((say("fact.lines") if i == 0 else "", line) for i, line in enumerate(rows)),
        (say("fact.at"), say.moment(details["at"])),
    ]


def of_guest_parcel(details: Details, say: Texts) -> LabelledValues:
    return [*_parcel(details, say), *of_guest_order(details, say)]


def of_guest_request(details: Details, say: Texts) -> LabelledValues:
    """Without notes and people."""
    return [
        (say("fact.reference_number"), details["reference_number"]),
        *_guest_machine(details["machine"], say),
        (say("fact.category"), say(f"category.{details['category']}")),
        *_visit(details, say),
        (say("fact.at"), say.moment(details["at"])),
    ]


def _guest_machine(machine: dict[str, Any], say: Texts) -> LabelledValues:
    return [(say("fact.machine"), _machine(machine)), (say("fact.place"), place_of(machine))]


def of_link(details: Details, say: Texts) -> LabelledValues:
    """The link's address is not a detail: it is on the button."""
    return [
        (say("fact.customer"), details.get("customer_name", "")),
        (say("fact.customer_number"), details.get("customer_number", "")),
        (say("fact.invited_by"), details.get("invited_by", "")),
        (say("fact.address"), details["address"]),
        (say("fact.new_address"), details.get("new_email", "")),
        (say("fact.valid_until"), say.moment(details["expires_at"])),
    ]


def of_notice(details: Details, say: Texts) -> LabelledValues:
    return [
        (say("fact.customer"), details.get("customer_name", "")),
        (say("fact.invited_by"), details.get("invited_by", "")),
        (say("fact.address"), details["address"]),
    ]


def of_customer(details: Details, say: Texts) -> LabelledValues:
    return [(say("fact.customer"), details.get("customer_name", ""))]


def of_removal(_details: Details, _say: Texts) -> LabelledValues:
    """The removal of an account: nothing about the person."""
    return []


def of_pending_request(details: Details, say: Texts) -> LabelledValues:
    """A request for an account or for access to a machine, for the administrator who decides."""
    return [
        (say("fact.machine"), details.get("machine", "")),
        (say("fact.requester"), details.get("requester_name", "")),
        (say("fact.address"), details.get("requester_email", "")),
        (say("fact.customer_number"), details.get("customer_number", "")),
    ]


def of_decided_request(details: Details, say: Texts) -> LabelledValues:
    """The decision on such a request, for the requester."""
    return [
        (say("fact.machine"), details.get("machine", "")),
        (say("fact.customer"), details.get("customer_name", "")),
        (say("fact.customer_number"), details.get("customer_number", "")),
        (say("fact.reason"), details.get("reason", "")),
    ]


def reason_below(details: Details, say: Texts) -> str:
    """The sentence that refers to the reason, followed by a blank; empty if there is none: it goes with whoever wrote
    it."""
    has_reason = details.get("reason") or details.get("note")
    return f"{say('mail.reason_below')} " if has_reason else ""


def of_password_change(details: Details, say: Texts) -> LabelledValues:
    return [(say("fact.at"), say.moment(details["at"]))]


def of_contact_message(details: Details, say: Texts) -> LabelledValues:
    return _contact_message(details, say, "fact.at")


def of_contact_answer(details: Details, say: Texts) -> LabelledValues:
    return _contact_message(details, say, "fact.answered_at")


def _contact_message(details: Details, say: Texts, time: str) -> LabelledValues:
    """`time`: key of the label of the event's time."""
    return [
        (say("fact.reference_number"), details["reference_number"]),
        (say("fact.sender"), details.get("sender", "")),
        (say("fact.address"), details.get("address", "")),
        (say("fact.customer"), details["customer_name"]),
        (say("fact.customer_number"), details.get("customer_number", "")),
        (say("fact.subject"), say(f"contact_subject.{details['subject']}")),
        (say(time), say.moment(details["at"])),
    ]


def _machine(machine: dict[str, Any]) -> str:
    number = machine["equipment_number"] or machine["serial_number"]
    return " · ".join(filter(None, (f"{machine['manufacturer']} {machine['model_name']}".strip(), number)))
