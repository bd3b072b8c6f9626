"""The ways through the portal, for the person who is reading."""

from typing import NamedTuple

from flask import Flask, g, request, url_for

from gateway import callers
from gateway.callers import Person
from gateway.language import current, t
from gateway.security import safe_path
from gateway.settings import Settings

CUSTOMER = (
    ("home.dashboard", "house-door", "nav.home"),
    ("machines.machine_list", "printer", "nav.machines"),
    ("groups.group_list", "collection", "nav.groups"),
    ("orders.order_list", "box-seam", "nav.orders"),
    ("service_requests.request_list", "tools", "nav.service_requests"),
    ("basket.show", "bag", "nav.basket"),
    ("organisation.show", "building", "nav.company"),
    ("users.user_list", "people", "nav.users"),
    ("registrations.registration_list", "person-plus", "nav.registrations"),
    ("contact.write", "chat-left-text", "nav.contact"),
)
STAFF = (
    ("home.dashboard", "house-door", "nav.home"),
    ("staff_requests.request_list", "tools", "nav.service_requests"),
    ("staff_orders.order_list", "box-seam", "nav.orders"),
    ("machines.machine_list", "printer", "nav.machines"),
    ("customers.customer_list", "building", "nav.customers"),
    ("registrations.registration_list", "person-plus", "nav.registrations"),
    ("staff_contact.message_list", "inbox", "nav.inbox"),
    ("mails.mail_list", "envelope", "nav.mails"),
    ("staff.member_list", "people", "nav.staff_members"),
    ("installation_audit.entries", "clock-history", "nav.audit"),
    ("dead_letters.letter_list", "exclamation-octagon-fill", "nav.dead_letters"),
)
DEMO = (("mailbox.mail_list", "mailbox", "nav.mailbox"),)
SHORT = {"nav.service_requests": "nav.service"}
"""Names that would not fit below a small screen, and their short forms."""

CHAPTERS = {"nav.machines": "nav.my_products", "nav.company": "nav.organisation"}
"""What a customer's main menu calls the part that begins with a way."""

RIGHTS = {
    "nav.basket": ("order_supplies",),
    "nav.groups": ("manage_machines",),
    "nav.users": ("manage_users",),
    "nav.registrations": ("manage_users", "handle_registrations"),
    "nav.inbox": ("manage_customers",),
    "nav.staff_members": ("manage_staff",),
    "nav.audit": ("view_audit",),
    "nav.dead_letters": ("manage_bus",),
}
"""Ways that only lead somewhere with one of these rights."""

PART_OF = {
    "access_requests": "registrations",
    "self_registration": "registrations",
    "customer_users": "customers",
    "customer_audit": "customers",
    "audit": "users",
    "group_users": "groups",
}
"""Subjects that stand under the way to another."""

QUICK = 3
"""Ways that fit below a small screen, beside the menu."""


class Way(NamedTuple):
    """`here`: `page` for this very page, `true` for its subject, else empty (the values of `aria-current`).

    `chapter` is the heading that begins with this way, where one does.
    """

    url: str
    icon: str
    text: str
    short: str
    here: str
    chapter: str


def set_up(app: Flask, settings: Settings) -> None:
    """Give every page its frame: who is reading, where to go, whose portal it is."""

    def frame() -> dict[str, object]:
        person = callers.current_person_or_none()
        all_ways = ways(person, demo=settings.demo)
        return {
            "person": person,
            "ways": all_ways,
            "quick_ways": [*all_ways[:QUICK], _way("menu.whole_menu", "list", "nav.menu")],
            "language": current(),
            "brand_name": settings.brand_name or t("brand.name"),
            "brand_telephone": settings.brand_telephone,
            "brand_email": settings.brand_email,
            "demo": settings.demo,
            "this_page": safe_path(_this_page()),
        }

    app.context_processor(frame)


def ways(person: Person | None, *, demo: bool) -> list[Way]:
    """The main menu. Nobody who is not logged in has one."""
    if person is None:
        return []
    leads = (STAFF if person.staff else CUSTOMER) + (DEMO if demo else ())
    leads = tuple(lead for lead in leads if lead[-1] not in RIGHTS or any(map(person.may, RIGHTS[lead[-1]])))
    chapters = {} if person.staff else CHAPTERS
    return [_way(*lead, chapter=chapters.get(lead[-1], "")) for lead in leads]


def _way(endpoint: str, icon: str, key: str, *, chapter: str = "") -> Way:
    return Way(url_for(endpoint), icon, t(key), t(SHORT.get(key, key)), _here(endpoint), t(chapter) if chapter else "")


def _here(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    subject = (request.endpoint or "").split(".")[0]
    return "true" if PART_OF.get(subject, subject) == endpoint.split(".")[0] else ""


def _this_page() -> str:
    """Where to come back to after changing the language: a page that can be asked for."""
    return str(g.get("here") or request.full_path.rstrip("?"))
