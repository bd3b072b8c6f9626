"""Details of a mail below its text: labelled values, and the portal page that its button opens."""

from typing import Any

Details = list[tuple[str, str]]
MOST_LINES = 25
"""Number of order lines listed in a mail; the page lists them all."""


def service_request_details(about: dict[str, Any], say: Any) -> Details:
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


def order_details(about: dict[str, Any], say: Any) -> Details:
    """Each order line is a row of its own; only the first has the label."""
    lines, place = about["lines"], about["deliver_to"]
    rows = [f"{line['quantity']} × {line['name']} ({_machine(line['machine'])})" for line in lines[:MOST_LINES]]
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


def parcel_details(about: dict[str, Any], say: Any) -> Details:
    return [
        (say("fact.carrier"), about["carrier"]),
        (say("fact.tracking_number"), about["tracking_number"]),
        (say("fact.tracking_url"), about["tracking_url"]),
        (say("fact.left"), str(about["left"]) if about["left"] else ""),
        *order_details(about, say),
    ]


def link_details(about: dict[str, Any], say: Any) -> Details:
    """The link's address is not a detail: it is on the button."""
    return [
        (say("fact.customer"), about.get("customer_name", "")),
        (say("fact.customer_number"), about.get("customer_number", "")),
        (say("fact.invited_by"), about.get("invited_by", "")),
        (say("fact.address"), about["address"]),
        (say("fact.new_address"), about.get("new_email", "")),
        (say("fact.valid_until"), say.moment(about["expires_at"])),
    ]


def notice_details(about: dict[str, Any], say: Any) -> Details:
    return [
        (say("fact.customer"), about.get("customer_name", "")),
        (say("fact.invited_by"), about.get("invited_by", "")),
        (say("fact.address"), about["address"]),
    ]


def asked_details(about: dict[str, Any], say: Any) -> Details:
    """Details of a request for an account or a machine, for the administrator who answers it."""
    return [
        (say("fact.machine"), about.get("machine", "")),
        (say("fact.asker"), about.get("asker_name", "")),
        (say("fact.address"), about.get("asker_email", "")),
        (say("fact.customer_number"), about.get("customer_number", "")),
    ]


def answered_details(about: dict[str, Any], say: Any) -> Details:
    """Details of an answered request, for its requester."""
    return [
        (say("fact.machine"), about.get("machine", "")),
        (say("fact.customer"), about.get("customer_name", "")),
        (say("fact.customer_number"), about.get("customer_number", "")),
        (say("fact.reason"), about.get("reason", "")),
    ]


def account_details(about: dict[str, Any], say: Any) -> Details:
    return [(say("fact.at"), say.moment(about["at"]))]


def contact_details(about: dict[str, Any], say: Any) -> Details:
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


DETAILS = {
    "service_request_received": service_request_details,
    "service_request_accepted": service_request_details,
    "visit_scheduled": service_request_details,
    "service_request_waiting_for_parts": service_request_details,
    "service_request_waiting_for_customer": service_request_details,
    "service_request_resolved": service_request_details,
    "service_request_closed": service_request_details,
    "service_request_reopened": service_request_details,
    "service_request_cancelled": service_request_details,
    "message_posted": service_request_details,
    "order_placed": order_details,
    "order_confirmed": order_details,
    "order_shipped": parcel_details,
    "order_delivered": order_details,
    "order_cancelled": order_details,
    "order_refused": order_details,
}
OF_ACCOUNTS = {
    "link_reset_password": (link_details, "/password/{token}", "mail.link.set_password"),
    "link_set_password": (link_details, "/password/{token}", "mail.link.set_password"),
    "link_join": (link_details, "/invitations/{token}", "mail.link.join"),
    "link_invite_staff": (link_details, "/password/{token}", "mail.link.set_password"),
    "link_staff_welcome": (notice_details, "/login", "mail.link.portal"),
    "link_confirm_email": (link_details, "/email/confirm/{token}", "mail.link.confirm_email"),
    "link_undo_email": (link_details, "/email/undo/{token}", "mail.link.undo_email"),
    "link_confirm_registration": (link_details, "/register/confirm/{token}", "mail.link.confirm_email"),
    "link_no_account": (notice_details, "/login", "mail.link.portal"),
    "link_address_in_use": (notice_details, "/login", "mail.link.portal"),
    "link_registration_asked": (asked_details, "/registrations/{registration_id}", "mail.link.registration"),
    "link_registration_reminded": (asked_details, "/registrations/{registration_id}", "mail.link.registration"),
    "link_registration_approved": (answered_details, "/login", "mail.link.portal"),
    "link_registration_refused": (answered_details, "/login", "mail.link.portal"),
    "link_registration_expired": (answered_details, "/register", "mail.link.register"),
    "link_access_asked": (asked_details, "/registrations/access/{request_id}", "mail.link.registration"),
    "link_access_granted": (answered_details, "/machines/{machine_id}", "mail.link.machine"),
    "link_access_refused": (answered_details, "/machines", "mail.link.portal"),
    "password_changed": (account_details, "/password/forgot", "mail.link.forgot"),
}
INBOX = "contact_message_inbox"
"""Template of the mail to the dealer about a new contact message."""
OF_CONTACT = {
    "contact_message_received": (contact_details, "/contact/{reference_number}", "mail.link.contact_message"),
    "contact_message_handled": (contact_details, "/contact/{reference_number}", "mail.link.contact_message"),
    INBOX: (contact_details, "/backoffice/contact/{reference_number}", "mail.link.inbox"),
}
ELSEWHERE = OF_ACCOUNTS | OF_CONTACT
PAGES = {
    template: "/orders/{reference_number}" if template.startswith("order_") else "/service-requests/{reference_number}"
    for template in DETAILS
} | {template: page for template, (_, page, _) in ELSEWHERE.items()}
LINKS = {
    template: "mail.link.order" if template.startswith("order_") else "mail.link.service_request"
    for template in DETAILS
} | {template: text for template, (_, _, text) in ELSEWHERE.items()}
DETAILS |= {template: facts for template, (facts, _, _) in ELSEWHERE.items()}
