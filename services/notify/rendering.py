"""Rendering of mails: event data and a translation catalogue become text and HTML in the recipient's language."""

import datetime as dt
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import css_inline
from babel.dates import format_datetime as in_words
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.chassis.catalogues import read_catalogues
from services.chassis.contract.clock_times import season_of_repeated
from services.chassis.settings import Settings
from services.notify.calendar import calendar_of
from services.notify.mails import BY_TEMPLATE

HERE = Path(__file__).parent
MOMENT = "d MMMM y HH:mm"
CATALOGUES = read_catalogues(HERE / "translations")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Name, address and language of a recipient, requested from identity just before sending."""

    name: str
    email: str
    language: str


class Texts:
    """Translations and date formats of one language; `nl` for an unknown language."""

    def __init__(self, language: str, zone: str) -> None:
        self.language = _supported(language)
        self._texts, self._zone = CATALOGUES[self.language], ZoneInfo(zone)

    def __call__(self, key: str, **values: Any) -> str:
        return self._texts.gettext(key).format(**values)

    def period(self, begins: str, ends: str) -> str:
        """`4 maart 2026 10:00 – 12:00`, with both dates when it ends on another day."""
        first, last = (dt.datetime.fromisoformat(text).astimezone(self._zone) for text in (begins, ends))
        pattern = "HH:mm" if first.date() == last.date() else MOMENT
        return f"{self._format(first, MOMENT)} – {self._format(last, pattern)}"

    def moment(self, text: str) -> str:
        return self._format(dt.datetime.fromisoformat(text).astimezone(self._zone), MOMENT)

    def _format(self, at: dt.datetime, pattern: str) -> str:
        """In the hour that is repeated when summer time ends: 02:30 (zomertijd)."""
        text, season = in_words(at, pattern, locale=self.language), season_of_repeated(at)
        return f"{text} ({self(f'time.{season}')})" if season else text


def subject_of(template: str, about: dict[str, Any], language: str) -> str:
    """The subject of a mail; in Dutch for an unknown language."""
    return CATALOGUES[_supported(language)].gettext(f"mail.{template}.subject").format(**_strings(about))


def render(
    mail_id: UUID, template: str, about: dict[str, Any], recipient: Recipient, settings: Settings, now: dt.datetime
) -> EmailMessage:
    """Render the mail. Its Message-ID derives from `mail_id`, so that mail programs show duplicates only once."""
    rule = BY_TEMPLATE[template]
    say = Texts(recipient.language, settings.time_zone)
    brand = settings.brand_name or say("mail.brand")
    values = {
        "say": say,
        "language": say.language,
        "subject": subject_of(template, about, say.language),
        "greeting": say("mail.greeting", name=recipient.name or brand),
        "text": say(f"mail.{template}.text", **_strings(about)),
        "facts": [(label, value) for label, value in rule.details(about, say) if value],
        "link": settings.portal_url + rule.page.format(**_strings(about)),
        "link_text": say(rule.button),
        "signature": [line for line in (brand, settings.brand_telephone, settings.brand_email) if line],
    }
    message = EmailMessage()
    message["Subject"] = values["subject"]
    message["From"] = Address(brand, addr_spec=settings.mail_from)
    message["To"] = recipient.email
    if settings.brand_email:
        message["Reply-To"] = Address(brand, addr_spec=settings.brand_email)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail_id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_environment().get_template("mail.txt").render(values))
    html = _environment().get_template("mail.html").render(values)
    message.add_alternative(css_inline.inline(html), subtype="html")
    summary = say("mail.visit.summary", **_strings({"reference_number": ""} | about))
    organizer = (brand, settings.brand_email or settings.mail_from)
    if calendar := calendar_of(template, about, summary, str(values["link"]), organizer, now):
        text, method = calendar.to_ical().decode(), {"method": str(calendar["method"])}
        message.add_attachment(text, subtype="calendar", params=method, filename="visit.ics")
    message["Content-Language"] = say.language
    return message


def _supported(language: str) -> str:
    return language if language in CATALOGUES else "nl"


def _strings(about: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in about.items() if isinstance(value, str)}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
