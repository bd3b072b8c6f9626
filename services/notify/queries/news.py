"""Queries on news items."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.identity.contracts.languages import Language
from services.notify.contracts import MailStatus
from services.notify.model import Mail, NewsItem


def list_news(uow: UnitOfWork, caller: Caller, after: str, before: str, limit: int) -> dict[str, Any]:
    key = SortKey((NewsItem.changed_at, True), (NewsItem.id, True))
    rows, info = page(uow.session, select(NewsItem), key, after=after, before=before, limit=limit)
    return {"rows": [_row(caller, row.NewsItem) for row in rows], "page": info}


def get_news(uow: UnitOfWork, caller: Caller, news_id: UUID) -> Extended:
    """Raises NotFound."""
    return detail(uow, caller, item_of(uow, news_id))


def item_of(uow: UnitOfWork, news_id: UUID, *, lock: bool = False) -> NewsItem:
    """Raises NotFound."""
    query = select(NewsItem).where(NewsItem.id == news_id)
    item = uow.session.scalar(query.with_for_update() if lock else query)
    if item is None:
        raise NotFound
    return item


def detail(uow: UnitOfWork, caller: Caller, item: NewsItem) -> Extended:
    """The item as the contracts' `NewsDetail`."""
    mails = count_mails_by_status(uow, item)
    numbers = {
        "waiting": mails[MailStatus.QUEUED],
        "sent": mails[MailStatus.SENT],
        "undeliverable": mails[MailStatus.UNDELIVERABLE],
    }
    may = {"is_complete": item.is_complete, "may_start": item.may_start, "may_stop": item.may_stop(numbers["waiting"])}
    return _row(caller, item, **item.texts, **numbers, **may)


def count_mails_by_status(uow: UnitOfWork, item: NewsItem) -> Counter[MailStatus]:
    query = select(Mail.status, func.count()).where(Mail.event_id == item.id).group_by(Mail.status)
    return Counter({row[0]: row[1] for row in uow.session.execute(query)})


def _row(caller: Caller, item: NewsItem, **further: Any) -> Extended:
    return Extended(item, subject=item.subject_for(Language(caller.language)), **further)
