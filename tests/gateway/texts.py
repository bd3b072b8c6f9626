"""Keys of the texts that the gateway uses: from its code and templates, and from the codes that services may send."""

import ast
import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from wtforms import HiddenField
from wtforms.fields.core import UnboundField

import gateway
from deploy.run.services import SERVICES
from gateway import errors, language
from gateway.api import problems as api
from gateway.backoffice.articles import pictures
from gateway.backoffice.articles import views as articles
from gateway.backoffice.articles.forms import ArticleForm
from gateway.backoffice.contact import views as staff_contact
from gateway.backoffice.customers import views as customers
from gateway.backoffice.dead_letters import views as dead_letters
from gateway.backoffice.mails import views as mails
from gateway.backoffice.news import views as news
from gateway.backoffice.orders.views import DONE
from gateway.backoffice.service_requests import views as staff_requests
from gateway.backoffice.staff import views as staff
from gateway.forms import PortalForm
from gateway.portal.account import email_links, invitations
from gateway.portal.account import frame as account
from gateway.portal.groups import views as groups
from gateway.portal.guest_access import forms as guest_access_forms
from gateway.portal.guest_access import views as guest_access
from gateway.portal.labels import forms as labels
from gateway.portal.labels import machine as machine_label
from gateway.portal.labels.sheets import SHEETS
from gateway.portal.orders.forms import COUNTRIES
from gateway.portal.organisation import confirmation_address
from gateway.portal.registering import views as registering
from gateway.portal.registrations import frame as registrations
from gateway.portal.service_requests import views as requests
from gateway.portal.sessions import views as sessions
from gateway.portal.users import forms as users_forms
from gateway.portal.users import views as users
from gateway.presenters import tags
from gateway.presenters.mails import INSTEAD
from gateway.support.privacy import KEPT
from services.chassis.contract import ContractError
from services.chassis.contract.builtin_operations import FailedMessageKind
from services.chassis.persistence.personal_data import PersonalRows
from services.fleet import contracts as fleet
from services.fleet.collector.rfc_names import DETECTED_ERRORS
from services.identity import contracts as identity
from services.identity.contracts.languages import Language
from services.identity.model.person import PersonStatus
from services.notify import contracts as notify
from services.notify.guest_mails import TO_GUESTS
from services.notify.mails import BY_TEMPLATE, NEWS, SERVICE_REQUEST_CONFIRMATION, TEST_NEWS
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk
from tests.gateway.installation import SERVICE_NAMES

GATEWAY = Path(language.__file__).parent
CODE = sorted(GATEWAY.rglob("*.py"))
TEMPLATES = sorted((GATEWAY / "templates").rglob("*.html"))
TEXT_FUNCTIONS = ("t", "t_or")
"""The functions that return a text."""

DELIVERY = ("attention", "purchase_reference", "cost_centre", "remarks", "reason")
PROBLEMS = {"required", "invalid", "unknown_field", "not_an_object", "zone_missing"}
"""Codes of field problems that marshmallow raises by itself (contract/fields.py)."""

NUMBERS = {"equipment_number", "serial_number", "mac_address"}
PASSWORD_REASONS = {"too_short", "too_common", "too_guessable", "made_of_a_name"}


def _exported() -> list[PersonalRows]:
    """The declarations of personal data that a download contains."""
    declared = (declaration for service in SERVICES for declaration in service.personal_data)
    return [one for one in declared if isinstance(one, PersonalRows) and one.exported]


def _mails_to_persons() -> set[str]:
    """The templates of mails that a download of a person's data may list."""
    return {*BY_TEMPLATE, NEWS, TEST_NEWS} - {*TO_GUESTS, SERVICE_REQUEST_CONFIRMATION}


@functools.cache
def families() -> dict[str, set[str]]:
    """Prefix → exactly the codes that may follow it."""
    return {
        "account_status": _values(PersonStatus),
        "alert": set(DETECTED_ERRORS),
        "category": _values(servicedesk.Category),
        "colour": _values(fleet.SupplyColour),
        "coloured_supply": _values(fleet.SupplyKind),
        "condition": _values(fleet.Condition),
        "contact_status": _values(servicedesk.ContactStatus),
        "consent_purpose": _values(identity.ConsentPurpose),
        "news_status": _values(notify.NewsStatus),
        "contact_subject": _values(servicedesk.ContactSubject),
        "country": set(COUNTRIES),
        "data_field": {column.key for declaration in _exported() for column in declaration.exported},
        "data_section": {declaration.section_of_export for declaration in _exported()},
        "privacy_how_long": {name for name, _ in KEPT},
        "privacy_what": {name for name, _ in KEPT},
        "privacy_why": {name for name, _ in KEPT},
        "customer_status": _values(identity.CustomerStatus),
        "error": error_codes(),
        "guest_action": _values(fleet.GuestAction),
        "guest_where": set(guest_access_forms.WHERE),
        "label_sheet": set(SHEETS),
        "language": _values(Language),
        "letter_status": set(dead_letters.STATUSES),
        "mail_instead": set(INSTEAD),
        "mail_kind": _mails_to_persons(),
        "mail_problem": _values(notify.MailProblem),
        "article_state": set(tags._TAGS["article_state"]),
        "picture_text": _values(servicedesk.TextState),
        "mail_status": _values(notify.MailStatus),
        "monitoring": _values(fleet.Monitoring),
        "number": NUMBERS,
        "order_status": _values(ordering.OrderStatus) | {"partly_shipped"},
        "order_step": _values(ordering.OrderStatus),
        "outcome": _values(fleet.Outcome),
        "password_reason": PASSWORD_REASONS,
        "problem": field_problems(),
        "reason": _values(fleet.Reason),
        "request_status": _values(servicedesk.RequestStatus),
        "service": set(SERVICE_NAMES),
        "sort": _values(fleet.MachineSort),
        "source": _values(fleet.ReadingSource),
        "visit_reason": {"in_the_past", "ends_before_it_begins", "too_far_ahead", "too_long"},
        "access_status": _values(identity.AccessStatus),
        "doubt": _values(identity.Doubt),
        "registration_status": _values(identity.RegistrationStatus),
        "right": _values(identity.Right) | _values(identity.StaffRight),
        "sees": {users_forms.ALL, users_forms.CHOSEN},
        "unavailable": _values(ordering.Unavailability),
        "user_status": _values(identity.UserStatus),
        "urgency": _values(servicedesk.Urgency),
    }


def labels_of_fields() -> set[str]:
    """The translation keys of the labels of all form fields."""
    for module in pkgutil.walk_packages(gateway.__path__, "gateway."):
        importlib.import_module(module.name)
    return {
        str(field.args[0])
        for form in _subclasses(PortalForm)
        for field in (getattr(form, name) for name in dir(form))
        if isinstance(field, UnboundField) and field.field_class is not HiddenField and field.args
    }


def _subclasses(of: type[Any]) -> Iterator[type[Any]]:
    for one in of.__subclasses__():
        yield one
        yield from _subclasses(one)


def composed_keys() -> set[str]:
    """Keys made from codes that share their prefix with others."""
    states = _values(fleet.LevelState)
    unknown = states - {"known"}
    return {
        *(f"supply.{kind}" for kind in _values(fleet.SupplyKind)),
        "time.summer",
        "time.winter",
        *(f"step.{step}" for step in _values(servicedesk.RequestStep)),
        *(f"visit.changed.{change}" for change in _values(servicedesk.VisitChange)),
        *(f"amount.{state}" for state in unknown),
        *(f"level.{state}.ambiguous" for state in states),
        *(f"level.{state}.{kind}" for state in unknown for kind in ("toner", "other")),
        *(f"fault.{status}.{part}" for status in (*errors.PAGES, *errors.OWN_PAGES) for part in ("title", "advice")),
        *tags.TO_CUSTOMER.values(),
        *(f"api.title.{status}" for status in api.TITLES),
        *(f"api.fault.{code}" for code in {*api.FAULTS.values(), "malformed_json"} - {"internal_error"}),
        *(f"api.error.{code}" for code in api.OWN_SENTENCES),
        *(f"api.problem.{code}" for code in api.OWN_PROBLEMS),
        *(f"{label}.required" for label in labels_of_fields()),
        *(f"account.tab.{part}" for part in account.PARTS),
        *(f"account.done.{done}" for done in account.DONE),
        *(f"login.done.{done}" for done in sessions.DONE),
        *(f"confirmation_address.done.{done}" for done in confirmation_address.DONE),
        *(f"email_link.{what}.{part}" for what in email_links.PURPOSES for part in ("title", "lead", "submit")),
        *(f"contact.done.{done}" for done in staff_contact.DONE),
        *(f"articles.done.{done}" for done in articles.DONE),
        *(f"pictures.done.{done}" for done in (pictures.ADDED, pictures.DELETED)),
        *(f"news.done.{done}" for done in news.DONE),
        *(f"unsubscribe.{part}.{purpose}" for part in ("lead", "done") for purpose in identity.ConsentPurpose),
        "articles.author_software",
        *(f"article_topic.{topic}" for topic in _values(servicedesk.ArticleTopic)),
        *(f"article_kind.{kind}" for kind in _values(servicedesk.ArticleKind)),
        *(f"article.{part}" for part in ArticleForm.text_names[1:]),
        *(f"picture_reason.{reason}" for reason in ("not_a_picture", "too_large", "too_many_pixels")),
        *(f"invitation.{done}" for done in invitations.DONE),
        *(f"customers.done.{done}" for done in customers.DONE),
        *(f"staff.done.{done}" for done in staff.DONE),
        *(f"mails.done.{done}" for done in mails.DONE),
        *(f"dead_letters.done.{done}" for done in dead_letters.DONE),
        *(f"dead_letters.tab.{status}" for status in dead_letters.STATUSES),
        *(f"dead_letters.kind.{kind}" for kind in _values(FailedMessageKind)),
        *(f"groups.done.{done}" for done in groups.DONE),
        *(f"guest_access.done.{done}" for done in guest_access.DONE),
        *(f"labels.done.{done}" for done in {*labels.REVOKED, *machine_label.DONE}),
        *(f"policy.{policy}" for policy in _values(identity.SelfRegistration)),
        *(f"register.{done}{part}" for done in registering.DONE for part in ("", ".advice")),
        *(f"registrations.done.{done}" for done in registrations.DONE),
        *(f"registrations.tab.{part}" for part in registrations.ENDPOINTS),
        *(f"users.done.{done}" for done in users.DONE),
        *(f"audit.{action}" for action in _values(identity.AuditAction)),
        *(f"audit.{part}" for part in ("added", "removed", "rights")),
        *(f"greeting.{part}" for part in ("morning", "afternoon", "evening")),
        *(f"machine.in_{part}" for part in ("building", "floor", "room")),
        *(f"tab.{name}" for name in ("overview", "supplies", "readings", "service_history", "orders")),
        *(f"order.{kind}.{done}" for kind in ("done", "done_of_guest") for done in DONE),
        *(f"service.done.{done}" for done in requests.DONE),
        *(f"requests.done.{done}" for done in requests.DONE_WITHOUT_REQUEST),
        *(f"service.{kind}.{done}" for kind in ("done_by_staff", "done_of_guest") for done in staff_requests.DONE),
        *(f"wait.{reason}" for reason in _values(servicedesk.WaitingFor)),
        *(f"stage.{stage}" for stage in ("basket", "delivery", "check")),
        *(f"delivery.{part}" for part in DELIVERY),
    }


def error_codes() -> set[str]:
    """The codes of all errors that services declare."""
    for service in SERVICE_NAMES:
        importlib.import_module(f"services.{service}.contracts")
    return {code for code, kind in ContractError.known.items() if kind.__module__.startswith("services.")}


def field_problems() -> set[str]:
    """The codes of all problems of fields."""
    sources = (GATEWAY.parent / "services").rglob("*.py")
    return PROBLEMS | {
        code for path in sources for code in re.findall(r'\bvalidation_error\("(\w+)"', path.read_text())
    }


@functools.cache
def literal_keys() -> set[str]:
    """Keys that are literals in a call of a text function."""
    in_code = {
        call.args[0].value
        for path in CODE
        for call in _nodes(path, ast.Call)
        if getattr(call.func, "id", "") in TEXT_FUNCTIONS and call.args and isinstance(call.args[0], ast.Constant)
    }
    in_templates = {key for path in TEMPLATES for key in re.findall(r'\bt\("([a-z_.]+[a-z])"', path.read_text())}
    return in_code | in_templates


def possible_keys() -> set[str]:
    """All string literals in the code, which may be keys, and the keys in templates."""
    return literal_keys() | {str(node.value) for path in CODE for node in _nodes(path, ast.Constant)}


def _nodes(path: Path, kind: type) -> Iterator[ast.AST]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kind))


def _values(choices: type[StrEnum]) -> set[str]:
    return {str(choice) for choice in choices}
