"""What identity knows about the readers of news, requested before the transaction."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import CountNewsReaders, ListNewsReaders
from services.notify import queries


def next_readers(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Raises NotFound."""
    with context.read() as uow:
        purpose = queries.news.item_of(uow, request["news_id"]).purpose
    found = ListNewsReaders.response.load(context.call(ListNewsReaders, purpose=purpose, after=request["after"]))
    return {"person_ids": found["person_ids"], "next_after": found["next"]}


def count_recipients(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    return {"found": {"recipients": context.call(CountNewsReaders, purpose=request["purpose"])["count"]}}
