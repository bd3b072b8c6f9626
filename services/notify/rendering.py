"""Rendering of mails: details become text and HTML in the recipient's language."""

import datetime as dt
import email.policy
from collections import defaultdict
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid5

import css_inline
from icalendar import Calendar
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from services.chassis.calendar_file import appointment_file, place_of
from services.chassis.markdown import to_html, to_text
from services.chassis.settings import Settings
from services.notify import mail_details
from services.notify.mail_details import Details
from services.notify.mails import BY_TEMPLATE, NEWS, TEST_NEWS
from services.notify.model import Mail
from services.notify.texts import CATALOGUES, MissingText, Texts, supported
from services.notify.visits import has_calendar_file
from services.servicedesk.contracts.pictures import PICTURE_PATH

HERE = Path(__file__).parent
POLICY = email.policy.default.clone(max_line_length=990, cte_type="7bit")
"""Headers may have the 998 characters of RFC 5322: a folded `List-Unsubscribe` would be encoded words, which mail
programs do not decode there (RFC 2369). Bodies are encoded as ASCII, for mail servers without 8BITMIME (RFC 6152)."""
LANGUAGE_PARAMETER = "lang"
"""Query parameter of the portal's pages with the language for a reader who is not logged in and has chosen none."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Name, address and language of a recipient, requested from identity just before sending."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class MailSource:
    """A stored mail: `resends` is how often staff have sent it again, `problem` why the last attempt failed."""

    id: UUID
    template: str
    recipient_id: UUID
    event_data: dict[str, Any]
    resends: int = 0
    problem: str = ""

    @classmethod
    def of(cls, mail: Mail) -> Self:
        return cls(mail.id, mail.template, mail.recipient_id, mail.event_data, mail.resends, mail.problem)

    @property
    def message_id(self) -> UUID:
        """The same for each attempt to send the mail, another one when staff send it again."""
        return self.all_message_ids[-1]

    @property
    def all_message_ids(self) -> list[UUID]:
        """Those of the mail as it was first sent and as often as it was sent again."""
        return [self.id, *(uuid5(self.id, str(resends)) for resends in range(1, self.resends + 1))]


def subject_of(template: str, event_data: dict[str, Any], language: str) -> str:
    """The subject of a mail, for the list; in Dutch for an unknown language. A mail of an earlier version, whose text
    or data are gone, is shown by its key or with an ellipsis."""
    text = CATALOGUES[supported(language)].gettext(f"mail.{template}.subject")
    return text.format_map(defaultdict(lambda: "…", _strings(event_data)))


def render(
    mail: MailSource, details: Details, recipient: Recipient, settings: Settings, now: dt.datetime
) -> EmailMessage:
    """Render the mail. A mail delivered twice has the same Message-ID, so mail programs show it once.

    Raises MissingText, and KeyError or ValueError if the details lack something or a header would be invalid.
    """
    values = _values(mail.template, details, recipient, settings)
    say, brand = values["say"], values["brand"]
    message = EmailMessage(policy=POLICY)
    message["Subject"] = values["subject"]
    message["From"] = Address(brand, addr_spec=settings.mail_from)
    message["To"] = recipient.email
    if settings.brand_email:
        message["Reply-To"] = Address(brand, addr_spec=settings.brand_email)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.message_id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe := values["unsubscribe"]:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_text_part(values))
    html = _environment().get_template("mail.html").render(values)
    message.add_alternative(css_inline.inline(html), subtype="html")
    if calendar := _calendar(mail.template, details, values, settings, now):
        text, method = calendar.to_ical().decode(), {"method": str(calendar["method"])}
        message.add_attachment(text, subtype="calendar", params=method, filename="visit.ics")
    message["Content-Language"] = say.language
    return message


def _calendar(
    template: str, details: Details, values: dict[str, Any], settings: Settings, now: dt.datetime
) -> Calendar | None:
    """The calendar file of a visit that is scheduled, rescheduled or called off; None for other mails."""
    visit, called_off = details.get("visit"), details.get("visit_called_off", False)
    if visit is None or not has_calendar_file(template, called_off=called_off):
        return None
    return appointment_file(
        id=details["request_id"],
        **visit,
        summary=values["say"]("mail.visit.summary", reference_number=details["reference_number"]),
        place=place_of(details["machine"]),
        url=values["link"] or settings.portal_url,
        organizer=(values["brand"], settings.brand_email or settings.mail_from),
        now=now,
        called_off=called_off,
    )


def text_of(template: str, details: Details, recipient: Recipient, settings: Settings) -> str:
    """The text part alone. Raises as `render`."""
    return _text_part(_values(template, details, recipient, settings))


def _text_part(values: dict[str, Any]) -> str:
    return _environment().get_template("mail.txt").render(values)


def _values(template: str, details: Details, recipient: Recipient, settings: Settings) -> dict[str, Any]:
    """What the templates show. The link opens its page in the language of the mail (docs/features.md#languages)."""
    if template in (NEWS, TEST_NEWS):
        return _news_values(template, details, recipient, settings)
    if (rule := BY_TEMPLATE.get(template)) is None:
        raise MissingText(f"mail.{template}.text")
    say = Texts(recipient.language, settings.time_zone)
    page = rule.page.format(**_strings(details))
    strings = _strings(details) | {"reason_below": mail_details.reason_below(details, say)}
    return _common_values(say, recipient, settings) | {
        "subject": say(f"mail.{template}.subject", **_strings(details)),
        "text": {
            kind: say(f"mail.{template}.text", **strings, button=say(f"mail.button.{kind}"))
            for kind in ("html", "plain")
        },
        "facts": [(label, value) for label, value in rule.details(details, say) if value],
        "quotes": [quote for quote in mail_details.quotes(details, say) if quote.text],
        "link": f"{settings.portal_url}{page}?{LANGUAGE_PARAMETER}={say.language}" if page else "",
        "link_text": say(rule.button),
    }


def _news_values(template: str, details: Details, recipient: Recipient, settings: Settings) -> dict[str, Any]:
    """Of news: its Markdown as HTML, with pictures of the support centre, and as text; and where the reader withdraws
    the consent (RFC 8058). A test says so, and what recipients read there."""
    say = Texts(recipient.language, settings.time_zone)
    html = to_html(details["body"], picture=PICTURE_PATH, base_url=settings.portal_url)
    unsubscribe = f"{settings.portal_url}/news/unsubscribe/{details['code']}" if details["code"] else ""
    why = say(f"mail.why.{details['purpose']}")
    if template == TEST_NEWS:
        why = say("mail.why.test", why=why, unsubscribe=say("mail.unsubscribe"))
    return _common_values(say, recipient, settings) | {
        "subject": say(f"mail.{template}.subject", subject=details["subject"]),
        "text": {"html": Markup(html), "plain": to_text(details["body"], base_url=settings.portal_url)},  # noqa: S704  # cleaned by nh3
        "facts": [],
        "quotes": [],
        "link": f"{settings.portal_url}/?{LANGUAGE_PARAMETER}={say.language}",
        "link_text": say("mail.link.portal"),
        "unsubscribe": unsubscribe and f"{unsubscribe}?{LANGUAGE_PARAMETER}={say.language}",
        "why": why,
    }


def _common_values(say: Texts, recipient: Recipient, settings: Settings) -> dict[str, Any]:
    """What all mails have: the greeting, and who sends it."""
    brand = settings.brand_name or say("mail.brand")
    contact = (brand, settings.brand_address, settings.brand_telephone, settings.brand_email)
    return {
        "say": say,
        "brand": brand,
        "language": say.language,
        "greeting": say("mail.greeting", name=recipient.name) if recipient.name else say("mail.greeting_without_name"),
        "signature": [line for line in contact if line],
        "unsubscribe": "",
        "why": "",
    }


def _strings(data: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in data.items() if isinstance(value, str)}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
