"""The menus, by the person's kind and rights."""

from typing import NamedTuple

from flask import Flask, current_app, g, request, url_for

from gateway import callers, read_only
from gateway.callers import Person
from gateway.language import current, t
from gateway.opening_hours import in_words
from gateway.security import safe_path
from gateway.settings import Settings
from services.chassis.catalogues import locale_of

CUSTOMER = (
    ("home.dashboard", "house-door", "nav.home"),
    ("machines.machine_list", "printer", "nav.machines"),
    ("groups.group_list", "collection", "nav.groups"),
    ("orders.order_list", "box-seam", "nav.orders"),
    ("service_requests.request_list", "tools", "nav.service_requests"),
    ("basket.show", "bag", "nav.basket"),
    ("organisation.show", "building", "nav.company"),
    ("users.user_list", "people", "nav.users"),
    ("registrations.waiting", "person-plus", "nav.registrations"),
    ("guest_access.settings", "qr-code", "nav.guest_access"),
    ("contact.write", "chat-left-text", "nav.contact"),
    ("support.home", "life-preserver", "nav.support"),
)
STAFF = (
    ("home.dashboard", "house-door", "nav.home"),
    ("staff_requests.request_list", "tools", "nav.service_requests"),
    ("staff_orders.order_list", "box-seam", "nav.orders"),
    ("machines.machine_list", "printer", "nav.machines"),
    ("customers.customer_list", "building", "nav.customers"),
    ("registrations.waiting", "person-plus", "nav.registrations"),
    ("staff_contact.message_list", "inbox", "nav.inbox"),
    ("mails.mail_list", "envelope", "nav.mails"),
    ("staff_articles.article_list", "journal-text", "nav.articles"),
    ("staff_news.news_list", "megaphone", "nav.news"),
    ("staff.member_list", "people", "nav.staff_members"),
    ("installation_audit.entries", "clock-history", "nav.audit"),
    ("dead_letters.letter_list", "exclamation-octagon-fill", "nav.dead_letters"),
)
DEMO = (("mailbox.mail_list", "mailbox", "nav.mailbox"),)
SHORT = {"nav.service_requests": "nav.service"}
"""Texts that are too long for the tab bar of a small screen → short form."""

CHAPTERS = {"nav.machines": "nav.my_products", "nav.company": "nav.organisation"}
"""Menu entry → heading above it in a customer's main menu."""

RIGHTS = {
    "nav.basket": ("order_supplies",),
    "nav.groups": ("manage_machines",),
    "nav.users": ("manage_users",),
    "nav.registrations": ("manage_users", "handle_registrations"),
    "nav.guest_access": ("manage_guest_access",),
    "nav.inbox": ("manage_customers",),
    "nav.articles": ("edit_content",),
    "nav.news": ("edit_content",),
    "nav.staff_members": ("manage_staff",),
    "nav.audit": ("view_audit",),
    "nav.dead_letters": ("manage_bus",),
}
"""Menu entry → rights of which the person needs one."""

PART_OF = {
    "article_history": "staff_articles",
    "article_pictures": "staff_articles",
    "access_requests": "registrations",
    "self_registration": "registrations",
    "customer_guest_access": "customers",
    "customer_users": "customers",
    "customer_audit": "customers",
    "customer_machine_access": "customers",
    "audit": "users",
    "machine_access": "users",
    "group_machines": "groups",
    "labels": "machines",
    "machine_label": "machines",
    "group_users": "groups",
}
"""Blueprint → blueprint whose menu entry is marked as current."""

QUICK = 3
"""Entries in the tab bar of a small screen, beside the menu button."""


class MenuItem(NamedTuple):
    """A menu entry. `here` is the value of `aria-current`: `page` on that page, `true` elsewhere in its blueprint, else
    empty. `chapter` is the heading above the entry, empty if there is none.
    """

    url: str
    icon: str
    text: str
    short: str
    here: str
    chapter: str


def set_up(app: Flask, settings: Settings) -> None:
    """Register the context of the layout: person, menus, brand."""

    def layout_context() -> dict[str, object]:
        person = callers.current_person_or_none()
        items = menu_items(person, demo=settings.demo)
        return {
            "person": person,
            "menu_items": items,
            "tab_bar_items": [*items[:QUICK], _item("menu.whole_menu", "list", "nav.menu")],
            "language": current(),
            "brand_name": settings.brand_name or t("brand.name"),
            "brand_telephone": settings.brand_telephone,
            "brand_email": settings.brand_email,
            "opening_hours": in_words(settings.opening_hours, locale_of(current())),
            "demo": settings.demo,
            "this_page": safe_path(_this_page()),
        }

    app.context_processor(layout_context)


def menu_items(person: Person | None, *, demo: bool) -> list[MenuItem]:
    """The main menu; empty if nobody is logged in."""
    if person is None:
        return []
    entries = (STAFF if person.staff else CUSTOMER) + (DEMO if demo else ())
    entries = tuple(entry for entry in entries if entry[-1] not in RIGHTS or any(map(person.may, RIGHTS[entry[-1]])))
    if person.impersonated_by:
        entries = tuple(entry for entry in entries if not read_only.is_form_page(entry[0]))
    chapters = {} if person.staff else CHAPTERS
    return [_item(*entry, chapter=chapters.get(entry[-1], "")) for entry in entries]


def _item(endpoint: str, icon: str, key: str, *, chapter: str = "") -> MenuItem:
    in_language = current_app.url_map.is_endpoint_expecting(endpoint, "language")
    url = url_for(endpoint, language=current()) if in_language else url_for(endpoint)
    return MenuItem(
        url,
        icon,
        t(key),
        t(SHORT.get(key, key)),
        _here(endpoint),
        t(chapter) if chapter else "",
    )


def _here(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    subject = (request.endpoint or "").split(".")[0]
    return "true" if PART_OF.get(subject, subject) == endpoint.split(".")[0] else ""


def _this_page() -> str:
    """The URL to return to after a change of language; after a submitted form, the page that contained it."""
    return str(g.get("here") or request.full_path.rstrip("?"))
