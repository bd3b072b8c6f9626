"""The privacy page: what is kept, why, and for how long by the settings now in force."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import language as languages
from gateway.clients.services import list_retention_periods
from gateway.guards import open_to_all
from gateway.language import period_text, t
from gateway.panels import collect
from gateway.support.views import LANGUAGE, public, use_language_of_address

support_privacy = Blueprint("support_privacy", __name__, url_prefix="/support")
support_privacy.url_value_preprocessor(use_language_of_address)

KEPT = (
    ("account", ()),
    ("sessions", ("sessions",)),
    ("orders", ("contact_of_orders", "contact_of_requests")),
    ("deliveries", ()),
    ("machine_contacts", ()),
    ("guests", ("contact_of_orders", "contact_of_requests")),
    ("consents", ()),
    ("messages", ("contact_messages",)),
    (
        "registrations",
        ("registrations", "unconfirmed_registrations", "access_requests", "unanswered_access_requests"),
    ),
    ("mails", ("mails",)),
    ("account_mails", ("links",)),
    ("audit_log", ("audit_log",)),
    ("security_log", ()),
    ("article_ratings", ("article_ratings",)),
    ("data_exports", ("data_exports",)),
    ("technical", ("inbox", "outbox", "idempotency_keys")),
)
"""What the page lists, each with the retention periods that it names."""


@support_privacy.get("/privacy")
@open_to_all
def begin() -> ResponseReturnValue:
    """Redirect to the page in the visitor's language, for links of texts in any language."""
    return redirect(url_for(".privacy", language=languages.current()), 303)


@support_privacy.get(f"{LANGUAGE}/privacy")
@open_to_all
def privacy(language: str) -> ResponseReturnValue:
    """What has a period of a service that does not answer is shown without its period."""
    found = vars(collect(**list_retention_periods()))
    in_force = {row["name"]: period_text(row["days"]) for answer in found.values() if answer for row in answer["rows"]}
    rows = [(name, _how_long(name, {period: in_force.get(period) for period in periods})) for name, periods in KEPT]
    others = {code: url_for(".privacy", language=code) for code in languages.languages()}
    return public(render_template("support/privacy.html", rows=rows, others=others))


def _how_long(name: str, periods: dict[str, str | None]) -> str:
    if None in periods.values():
        return t("privacy.period_unavailable")
    return t(f"privacy_how_long.{name}", **periods)
