"""News items, readers who consent, and situations for the operations on both (see situations.py)."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from contracts.accounts import by_new_user, logged_in
from contracts.articles import EDITOR
from contracts.builders import Customer, an_account
from contracts.example_installation import ExampleInstallation
from contracts.running import Installation

from services.chassis.contract import Caller, Operation
from services.identity import contracts as identity
from services.notify import contracts as notify
from services.notify.mails import NEWS
from services.notify.model import Mail, Priority

Request = dict[str, Any]
Situation = Callable[[ExampleInstallation, Request], tuple[Caller, Request]]
NOTIFY, VISITOR = Caller.service("notify"), Caller.visitor()


def a_news_item(installation: Installation, **values: Any) -> dict[str, Any]:
    text = {"purpose": "dealer_news", "nl": {"subject": "Open", "body": "Tot **zes** uur."}}
    return installation.call(notify.CreateNews, EDITOR, key=str(uuid4()), **text | values)


def a_news_reader(
    installation: Installation, customer: Customer, purpose: str = "dealer_news", **values: Any
) -> Caller:
    """A user who consents to news."""
    reader = logged_in(installation, an_account(installation, customer, **values))
    installation.call(identity.GiveConsent, reader, purpose=purpose, version=1)
    return reader


def code_of(installation: Installation, reader: Caller, purpose: str = "dealer_news") -> str:
    """The code in the reader's mails."""
    known = installation.call(identity.GetNewsReader, NOTIFY, purpose=purpose, person_id=reader.person_id)
    return str(known["code"])


def about_reader(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    reader = a_news_reader(installation.installation, installation.customer)
    return NOTIFY, {name: reader.person_id if name == "person_id" else value for name, value in request.items()}


def with_code(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    reader = a_news_reader(installation.installation, installation.customer)
    return VISITOR, {"code": code_of(installation.installation, reader)}


def in_english(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    user, request = by_new_user(installation, request)
    return user.with_language("en"), request


def by_editor(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return EDITOR, request


def with_item(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return EDITOR, request | {"news_id": a_news_item(installation.installation)["id"]}


def with_items(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    a_news_item(installation.installation)
    return EDITOR, request


def with_item_being_sent(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """The mail server has refused a mail of it for now."""
    item = a_news_item(installation.installation)
    installation.installation.call(notify.StartNews, EDITOR, news_id=item["id"], revision=item["revision"])
    id, tomorrow = UUID(item["id"]), installation.installation.now + dt.timedelta(days=1)
    with installation.installation.runtime("notify").database.write("test") as session:
        session.add(Mail.queue(id, NEWS, uuid4(), {}, tomorrow, source_id=id, priority=Priority.NEWS, turn=0))
    return EDITOR, {"news_id": item["id"]}


def as_job(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return NOTIFY, {"news_id": a_news_item(installation.installation)["id"]}


SITUATIONS: dict[type[Operation], Situation] = {
    identity.CountNewsReaders: about_reader,
    identity.GetConsentOfCode: with_code,
    identity.GetConsents: by_new_user,
    identity.GetNewsReader: about_reader,
    identity.GiveConsent: in_english,
    identity.ListNewsReaders: about_reader,
    identity.WithdrawConsent: by_new_user,
    identity.WithdrawConsentOfCode: with_code,
    notify.ChangeNews: with_item,
    notify.CountNewsRecipients: by_editor,
    notify.CreateNews: by_editor,
    notify.DeleteNews: with_item,
    notify.GetNews: with_item,
    notify.ListNews: with_items,
    notify.QueueNewsMails: as_job,
    notify.RemoveNewsMails: as_job,
    notify.SendTestNews: with_item,
    notify.StartNews: with_item,
    notify.StopNews: with_item_being_sent,
}
