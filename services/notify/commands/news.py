"""Commands on news items."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotAllowed
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.columns import new_id
from services.identity.contracts import ConsentPurpose
from services.identity.contracts.languages import Language
from services.notify import queries
from services.notify.commands.mails import schedule
from services.notify.contracts import MailStatus, NewsStatus, QueueNewsMails, RemoveNewsMails, SendMail
from services.notify.mails import NEWS, TEST_NEWS
from services.notify.model import Mail, NewsItem, Priority
from services.notify.model.news import NewsText

BATCH = 200
"""Mails that one job of a stopped item deletes."""


def create_news(uow: UnitOfWork, caller: Caller, purpose: ConsentPurpose, nl: NewsText, en: NewsText) -> Extended:
    texts = {Language.NL: nl, Language.EN: en}
    return queries.news.detail(uow, caller, uow.add(NewsItem.write(caller, purpose, texts, uow.now)))


def change_news(
    uow: UnitOfWork,
    caller: Caller,
    news_id: UUID,
    revision: int,
    purpose: ConsentPurpose,
    nl: NewsText,
    en: NewsText,
) -> Extended:
    """Raises NotFound, NewsChanged, InvalidNewsTransition."""
    item = queries.news.item_of(uow, news_id, lock=True)
    item.change(caller, revision, purpose, {Language.NL: nl, Language.EN: en}, uow.now)
    return queries.news.detail(uow, caller, item)


def delete_news(uow: UnitOfWork, caller: Caller, news_id: UUID) -> None:
    """Raises NotFound, InvalidNewsTransition."""
    item = queries.news.item_of(uow, news_id, lock=True)
    item.expect_draft()
    uow.remove(item)


def send_test_news(uow: UnitOfWork, caller: Caller, news_id: UUID) -> dict[str, int]:
    """Queue a mail to the caller in each language of the item. Raises NotFound, NewsIncomplete, and NotAllowed for
    operators and services."""
    if caller.user_id is None:
        raise NotAllowed
    item = queries.news.item_of(uow, news_id)
    item.expect_complete()
    for language in item.written:
        _queue(uow, item, TEST_NEWS, new_id(), caller.user_id, Priority.OTHER, language=str(language))
    return {"mails": len(item.written)}


def start_news(uow: UnitOfWork, caller: Caller, news_id: UUID, revision: int) -> Extended:
    """Raises NotFound, NewsChanged, NewsIncomplete, InvalidNewsTransition."""
    item = queries.news.item_of(uow, news_id, lock=True)
    item.start(revision, uow.now)
    _schedule(uow, item, None)
    return queries.news.detail(uow, caller, item)


def stop_news(uow: UnitOfWork, caller: Caller, news_id: UUID) -> Extended:
    """Raises NotFound, InvalidNewsTransition."""
    item = queries.news.item_of(uow, news_id, lock=True)
    item.stop(queries.news.count_mails_by_status(uow, item)[MailStatus.QUEUED])
    uow.cancel(QueueNewsMails, str(item.id))
    uow.schedule(RemoveNewsMails, str(item.id), uow.now, news_id=item.id)
    return queries.news.detail(uow, caller, item)


def remove_news_mails(uow: UnitOfWork, caller: Caller, news_id: UUID) -> None:
    """Mails that are being sent, or that the mail server refused for now, stay. Does nothing for an item that is being
    sent again. Raises NotFound."""
    item = queries.news.item_of(uow, news_id, lock=True)
    if item.status is not NewsStatus.STOPPED:
        return
    due = select(Mail).where(Mail.event_id == item.id, Mail.status == MailStatus.QUEUED, Mail.due_at <= uow.now)
    mails = uow.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    for mail in mails:
        uow.cancel(SendMail, str(mail.id))
        uow.session.delete(mail)
    if mails:
        uow.schedule(RemoveNewsMails, str(item.id), uow.now, news_id=item.id)


def queue_news_mails(
    uow: UnitOfWork,
    caller: Caller,
    news_id: UUID,
    started_at: dt.datetime | None,
    after: UUID | None,
    person_ids: Sequence[UUID],
    next_after: UUID | None,
) -> None:
    """Queue a mail for each of these readers, unless they have one, and go on with the next. Does nothing for an item
    that is not being sent, or for a job from before a stop. Raises NotFound."""
    item = queries.news.item_of(uow, news_id, lock=True)
    if not item.is_being_sent_since(started_at):
        return
    for person_id in person_ids:
        _queue(uow, item, NEWS, item.id, person_id, Priority.NEWS)
    if next_after is None:
        item.finish(uow.now)
    else:
        _schedule(uow, item, next_after)


def _schedule(uow: UnitOfWork, item: NewsItem, after: UUID | None) -> None:
    where = {"started_at": item.started_at, "after": after}
    uow.schedule(QueueNewsMails, str(item.id), uow.now, news_id=item.id, **where)


def _queue(
    uow: UnitOfWork,
    item: NewsItem,
    template: str,
    event_id: UUID,
    recipient_id: UUID,
    priority: Priority,
    **further: str,
) -> None:
    """Queue a mail unless there is one about the same event to the recipient."""
    about = {"news_id": str(item.id), "purpose": str(item.purpose), "subject": item.subject_for(Language.NL)}
    mail = Mail.queue(
        event_id,
        template,
        recipient_id,
        about | further,
        uow.now,
        source_id=item.id,
        priority=priority,
        turn=0,
    )
    if uow.insert_if_absent(mail):
        schedule(uow, mail)
