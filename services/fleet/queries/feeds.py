"""Fleet's feeds: the owner's side of others' copies."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.service import Work, feed
from services.fleet.model import Group, Machine, MachineModel


def feed_machines(work: Work, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(work, Machine, after, limit)


def feed_models(work: Work, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(work, MachineModel, after, limit)


def feed_groups(work: Work, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(work, Group, after, limit)
