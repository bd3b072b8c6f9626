"""Errors of services as messages in the reader's language, at the fields of a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gateway import days, language
from gateway.language import t, t_or
from services.chassis.contract import ContractError, Invalid

KEY_PREFIXES = {
    ("invalid_request_transition", "status"): "request_status",
    ("impossible_visit", "reason"): "visit_reason",
    ("invalid_order_transition", "status"): "order_status",
    ("number_taken", "number"): "number",
    ("registration_answered", "status"): "registration_status",
    ("access_answered", "status"): "access_status",
    ("weak_password", "reason"): "password_reason",
    ("picture_refused", "reason"): "picture_reason",
    ("service_unavailable", "service"): "service",
    ("outcome_unknown", "service"): "service",
}
"""Error parameters whose value is a code itself → prefix of the translation key of that code."""

FIELDS = {
    "email_of_user": ("email",),
    "already_staff": ("email",),
    "customer_number_taken": ("customer_number",),
    "weak_password": ("password",),
    "picture_refused": ("content",),
    "article_untitled": ("nl-title",),
    "wrong_password": ("current_password", "password"),
    "supply_already_on_its_way": ("reason",),
    "guest_reason_required": ("reason",),
    "domains_missing": ("domains",),
    "unknown_customer": ("customer_number",),
    "impossible_visit": ("ends_at",),
    "period_too_long": ("to_day",),
    "impossible_visit.in_the_past": ("day",),
    "impossible_visit.too_far_ahead": ("day",),
}
"""Errors about one field, by code, or code and `reason` → candidate form fields; the first that the form has gets the
message."""

NO_FIELDS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """A message in the reader's language. `field` is the form field, nested ones joined by `-` (`deliver_to-city`),
    and empty if the message concerns no single field."""

    field: str
    text: str


def sentence(error: ContractError) -> str:
    """The error as a sentence in the reader's language."""
    params: dict[str, Any] = {
        name: t_or(f"{KEY_PREFIXES[error.code, name]}.{value}", str(value))
        if (error.code, name) in KEY_PREFIXES
        else value
        for name, value in error.params.items()
    }
    if "from_day" in params:
        params["period"] = days.days(params["from_day"], params["to_day"])
    if "titles" in params:
        params["titles"] = ", ".join(f"“{title}”" for title in params["titles"])
    if "seconds" in params:
        params["wait"] = language.duration(params["seconds"])
    return t(f"error.{error.code}", **params)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form that was sent: the translation key of its label, and whether nothing was typed."""

    label: str
    is_empty: bool


def problems_of(error: ContractError, fields: Mapping[str, FormField] = NO_FIELDS) -> list[Problem]:
    """The messages of an error for a form with these fields, by name: one per invalid field, or one for the error as a
    whole."""
    if isinstance(error, Invalid) and error.params.get("fields"):
        return [_at_field(problem, fields) for problem in error.params["fields"]]
    candidates = FIELDS.get(f"{error.code}.{error.params.get('reason')}") or FIELDS.get(error.code, ())
    field = next((name for name in candidates if name in fields), "")
    return [Problem(field, sentence(error))]


def _at_field(problem: dict[str, Any], fields: Mapping[str, FormField]) -> Problem:
    """The message at the field of this path, or at the nearest enclosing field that the form has."""
    path = [str(part) for part in problem["path"]]
    candidates = ("-".join(path[:length]) for length in range(len(path), 0, -1))
    field = next((candidate for candidate in candidates if candidate in fields), "-".join(path))
    return Problem(field, _missing(problem, fields.get(field)) or text_of(problem))


def _missing(problem: dict[str, Any], field: FormField | None) -> str:
    """What to fill in, `{label}.required`, if nothing was; else empty."""
    if field is None or not field.label or not (problem["code"] == "required" or field.is_empty):
        return ""
    return t_or(f"{field.label}.required", "")


def text_of(problem: dict[str, Any]) -> str:
    """The text of a field problem (`code`, `params`)."""
    key = f"problem.{problem['code']}"
    text = t(key, **problem.get("params", {}))
    return t("problem.invalid") if text == key else text
