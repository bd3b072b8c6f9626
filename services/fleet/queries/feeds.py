"""Feeds for the projections of other services."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.messaging import feed
from services.chassis.persistence import UnitOfWork
from services.fleet.model import Group, Machine, MachineModel


def feed_machines(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, Machine, after, limit)


def feed_models(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, MachineModel, after, limit)


def feed_groups(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, Group, after, limit)
