"""Details of a mail below its text: labelled values. Those without a value are left out."""

from typing import Any, NamedTuple

Details = list[tuple[str, str]]
MAX_LINES = 25
"""Number of order lines listed in a mail; the page lists them all."""
LONGEST_QUOTE = 1500
"""Characters of a message quoted in a mail; the page has it all."""


class Quote(NamedTuple):
    """What a person wrote, below the details. `cut` says that it goes on, and where; else empty."""

    label: str
    text: str
    cut: str


def quotes(about: dict[str, Any], say: Any) -> list[Quote]:
    """The message that the mail is about, and the dealer's reply to it. One without text is to be left out."""
    return [_quote(label, about.get(name, ""), say) for name, label in QUOTED.items()]


QUOTED = {"message": "fact.message", "reply": "fact.reply"}
"""Name among the mail's details → key of the label."""


def _quote(label: str, text: str, say: Any) -> Quote:
    """At most LONGEST_QUOTE characters, cut between words if there is a space near the end."""
    if len(text) <= LONGEST_QUOTE:
        return Quote(say(label), text, "")
    begin = text[:LONGEST_QUOTE]
    words = begin.rsplit(maxsplit=1)[0]
    return Quote(say(label), f"{words if len(words) > LONGEST_QUOTE - 100 else begin} …", say("mail.quote_cut"))


def of_service_request(about: dict[str, Any], say: Any) -> Details:
    machine, visit, moved_from = about["machine"], about["visit"], about.get("moved_from")
    return [
        (say("fact.reference_number"), about["reference_number"]),
        (say("fact.machine"), _machine(machine)),
        (say("fact.place"), ", ".join(filter(None, place_of(machine)))),
        (say("fact.category"), say(f"category.{about['category']}")),
        (say("fact.urgency"), say(f"urgency.{about['urgency']}")),
        (
            say("fact.visit_called_off" if about.get("visit_called_off") else "fact.visit"),
            say.period(visit["begins_at"], visit["ends_at"]) if visit else "",
        ),
        (say("fact.moved_from"), say.period(moved_from["begins_at"], moved_from["ends_at"]) if moved_from else ""),
        (say("fact.technician"), about.get("technician", "")),
        (say("fact.note"), about["note"]),
        (say("fact.at"), say.moment(about["at"])),
    ]


def place_of(machine: dict[str, Any]) -> tuple[str, str, str]:
    return machine["own_reference"], machine["site"], machine["city"]


def of_order(about: dict[str, Any], say: Any) -> Details:
    """Each order line is a row of its own; only the first has the label."""
    lines, place = about["lines"], about["deliver_to"]
    rows = [f"{line['quantity']} × {line['name']} ({_machine(line['machine'])})" for line in lines[:MAX_LINES]]
    if more := len(lines) - len(rows):
        rows.append(say("fact.more_lines", count=more))
    return [
        (say("fact.reference_number"), about["reference_number"]),
        (say("fact.purchase_reference"), about["purchase_reference"]),
        (say("fact.reason"), about["note"]),
        *((say("fact.lines") if i == 0 else "", line) for i, line in enumerate(rows)),
        (say("fact.deliver_to"), f"{place['name']}, {place['street']}, {place['postcode']} {place['city']}"),
        (say("fact.at"), say.moment(about["at"])),
    ]


def of_parcel(about: dict[str, Any], say: Any) -> Details:
    return [
        (say("fact.carrier"), about["carrier"]),
        (say("fact.tracking_number"), about["tracking_number"]),
        (say("fact.tracking_url"), about["tracking_url"]),
        (say("fact.left"), str(about["left"]) if about["left"] else ""),
        *of_order(about, say),
    ]


def of_link(about: dict[str, Any], say: Any) -> Details:
    """The link's address is not a detail: it is on the button."""
    return [
        (say("fact.customer"), about.get("customer_name", "")),
        (say("fact.customer_number"), about.get("customer_number", "")),
        (say("fact.invited_by"), about.get("invited_by", "")),
        (say("fact.address"), about["address"]),
        (say("fact.new_address"), about.get("new_email", "")),
        (say("fact.valid_until"), say.moment(about["expires_at"])),
    ]


def of_notice(about: dict[str, Any], say: Any) -> Details:
    return [
        (say("fact.customer"), about.get("customer_name", "")),
        (say("fact.invited_by"), about.get("invited_by", "")),
        (say("fact.address"), about["address"]),
    ]


def of_pending_request(about: dict[str, Any], say: Any) -> Details:
    """A request for an account or for access to a machine, for the administrator who decides."""
    return [
        (say("fact.machine"), about.get("machine", "")),
        (say("fact.requester"), about.get("requester_name", "")),
        (say("fact.address"), about.get("requester_email", "")),
        (say("fact.customer_number"), about.get("customer_number", "")),
    ]


def of_decided_request(about: dict[str, Any], say: Any) -> Details:
    """The decision on such a request, for the requester."""
    return [
        (say("fact.machine"), about.get("machine", "")),
        (say("fact.customer"), about.get("customer_name", "")),
        (say("fact.customer_number"), about.get("customer_number", "")),
        (say("fact.reason"), about.get("reason", "")),
    ]


def of_password_change(about: dict[str, Any], say: Any) -> Details:
    return [(say("fact.at"), say.moment(about["at"]))]


def of_contact_message(about: dict[str, Any], say: Any) -> Details:
    return [
        (say("fact.reference_number"), about["reference_number"]),
        (say("fact.sender"), about.get("sender", "")),
        (say("fact.customer"), about["customer_name"]),
        (say("fact.subject"), say(f"contact_subject.{about['subject']}")),
        (say("fact.at"), say.moment(about["at"])),
    ]


def _machine(machine: dict[str, Any]) -> str:
    number = machine["equipment_number"] or machine["serial_number"]
    return f"{machine['manufacturer']} {machine['model_name']} · {number}"
