"""Two made-up services for the chassis' tests: `toys` owns toys, `shelf` projects them and counts breakages."""

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from toy_contracts import (
    AlreadyBroken as AlreadyBroken,
)
from toy_contracts import (
    BreakToy as BreakToy,
)
from toy_contracts import (
    CountShelf as CountShelf,
)
from toy_contracts import (
    FeedToys as FeedToys,
)
from toy_contracts import (
    ListToys as ListToys,
)
from toy_contracts import (
    MakeToy as MakeToy,
)
from toy_contracts import (
    OrderRepair as OrderRepair,
)
from toy_contracts import PraiseToy as PraiseToy
from toy_contracts import (
    RenameToy as RenameToy,
)
from toy_contracts import (
    RepairToy as RepairToy,
)
from toy_contracts import (
    ThrowToyAway as ThrowToyAway,
)
from toy_contracts import (
    ToyBroke as ToyBroke,
)
from toy_contracts import (
    ToyRecorded as ToyRecorded,
)
from toy_contracts import (
    ToyShape as ToyShape,
)
from toy_contracts import (
    Undeclared as Undeclared,
)
from toy_contracts import (
    WriteInQuery as WriteInQuery,
)

from services.chassis.contract import Caller, NotFound
from services.chassis.messaging import IncomingEvent, NotYet, feed
from services.chassis.messaging.projections import Projection, ProjectionSpec
from services.chassis.persistence import UnitOfWork, scope
from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.columns import TYPES, metadata, personal
from services.chassis.persistence.paging import SortKey, page
from services.chassis.persistence.personal_data import PersonalRows
from services.chassis.runtime import operation, subscriber
from services.chassis.runtime.base_service import BaseService
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.prepare_context import PrepareContext
from services.chassis.runtime.subscribers import projection_subscriber


class ToyBase(DeclarativeBase):
    metadata = metadata()
    type_annotation_map = TYPES


class Toy(Published, ToyBase):
    __tablename__ = "toys"
    publishes = ToyRecorded

    owner_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(40))
    broken: Mapped[bool]
    repairs: Mapped[int]
    group_ids: Mapped[list[str]]

    def break_(self, child_id: str, how: str) -> None:
        if self.broken:
            raise AlreadyBroken(name=self.name)
        self.broken = True
        self.record(ToyBroke, toy_id=self.id, child_id=child_id, how=how)

    def praise(self) -> None:
        self.record(ToyBroke, toy_id=self.id, child_id="nobody", how="praised")

    def repair(self) -> None:
        self.broken = False
        self.repairs += 1

    def rename(self, name: str) -> None:
        self.name = name

    def published(self) -> dict[str, Any]:
        return {"toy_id": self.id, "owner_id": self.owner_id, "name": self.name, "group_ids": self.group_ids}


class ShelfBase(DeclarativeBase):
    metadata = metadata()
    type_annotation_map = TYPES


class ShelfToy(Projection, ShelfBase):
    __tablename__ = "shelf_toys"

    owner_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(40))


class Breakage(ShelfBase):
    __tablename__ = "breakages"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    toy_id: Mapped[UUID] = mapped_column(index=True)
    how: Mapped[str] = personal(String(40))


faults: dict[str, Any] = {}
"""Faults that the services produce; tests set and clear them."""

computation = {"now": 0, "most": 0, "niceness": 0, "effort": 0, "pipe": 0}
"""State of `_compute`: running now, most at a time, its niceness, the iterations of each, the pipe that each waits for
(if not 0)."""


@contextlib.contextmanager
def held_computations() -> Iterator[Callable[[], int]]:
    """Within it, computations do not end, but one for each call of the function."""
    computation["pipe"], other_end = os.pipe()
    try:
        yield lambda: os.write(other_end, b"x")
    finally:
        os.close(other_end)
        computation["pipe"] = 0  # it stays open for those that still read it


def _prepare(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    with context.cpu_slot() as run:
        thought = run(_compute, request["name"])
    with context.read() as uow:
        if request["name"].startswith("unique") and _exists(uow, request["name"]):
            raise Undeclared
    return {"thought": thought}


def _exists(uow: UnitOfWork, name: str) -> bool:
    return uow.session.scalar(select(Toy.id).where(Toy.name == name).limit(1)) is not None


def _compute(name: str) -> int:
    """Compute for a while in a native thread."""
    computation["now"] += 1
    computation["most"] = max(computation["most"], computation["now"])
    computation["niceness"] = os.getpriority(os.PRIO_PROCESS, 0)
    if computation["pipe"]:
        os.read(computation["pipe"], 1)
    total = sum(ord(name[i % len(name)]) for i in range(computation["effort"]))
    computation["now"] -= 1
    return total


def _make_toy(uow: UnitOfWork, caller: Caller, **request: Any) -> Any:
    ids = [str(id) for id in request["group_ids"]]
    toy = uow.add(Toy(name=request["name"], owner_id=request["owner_id"], broken=False, repairs=0, group_ids=ids))
    scope.set_groups(uow.session, toy.id, request["group_ids"])
    match request["name"]:
        case "fault":
            raise RuntimeError("a secret of the installation")
        case "undeclared":
            raise Undeclared
        case "call":
            faults["client"].call(ListToys, caller)
        case "slow":
            time.sleep(faults.get("seconds", 1.0))
    return toy


def _break_toy(uow: UnitOfWork, caller: Caller, **request: Any) -> None:
    _toy(uow, request["toy_id"]).break_(request["child_id"], request["how"])


def _praise_toy(uow: UnitOfWork, caller: Caller, **request: Any) -> None:
    _toy(uow, request["toy_id"]).praise()


def _rename_toy(uow: UnitOfWork, caller: Caller, **request: Any) -> Any:
    toy = _toy(uow, request["toy_id"])
    toy.rename(request["name"])
    return toy


def _order_repair(uow: UnitOfWork, caller: Caller, **request: Any) -> None:
    at = uow.now + dt.timedelta(seconds=request["after_seconds"])
    uow.schedule(RepairToy, str(request["toy_id"]), at, toy_id=request["toy_id"])


def _repair_toy(uow: UnitOfWork, caller: Caller, **request: Any) -> None:
    toy = _toy(uow, request["toy_id"])
    if faults.pop("stubborn", None) == str(toy.id):
        raise AlreadyBroken(name=toy.name)
    toy.repair()


def _throw_toy_away(uow: UnitOfWork, caller: Caller, **request: Any) -> None:
    uow.remove(_toy(uow, request["toy_id"]))


def _list_toys(uow: UnitOfWork, caller: Caller, **request: Any) -> Any:
    query = select(Toy).where(scope.visible(caller, resource=Toy.id, customer=Toy.owner_id))
    if name := request.pop("name"):
        query = query.where(Toy.name.startswith(name))
    rows, info = page(uow.session, query, SortKey((Toy.name, False), (Toy.id, False)), **request)
    return {"rows": [row.Toy for row in rows], "page": info}


def _write_in_query(uow: UnitOfWork, caller: Caller, **request: Any) -> None:
    uow.add(Toy(name="x", owner_id=UUID(int=1), broken=False, repairs=0, group_ids=[]))
    uow.session.commit()


def _feed_toys(uow: UnitOfWork, caller: Caller, **request: Any) -> Any:
    return feed.page_of(uow, Toy, **request)


def _toy(uow: UnitOfWork, toy_id: UUID) -> Toy:
    toy = uow.get(Toy, toy_id)
    if toy is None:
        raise NotFound
    return toy


class ToyService(BaseService):
    name = "toys"

    make_toy = operation(MakeToy, _make_toy, prepare=_prepare)
    break_toy = operation(BreakToy, _break_toy)
    praise_toy = operation(PraiseToy, _praise_toy)
    rename_toy = operation(RenameToy, _rename_toy)
    order_repair = operation(OrderRepair, _order_repair)
    repair_toy = operation(RepairToy, _repair_toy)
    throw_toy_away = operation(ThrowToyAway, _throw_toy_away)
    list_toys = operation(ListToys, _list_toys)
    write_in_query = operation(WriteInQuery, _write_in_query)
    feed_toys = operation(FeedToys, _feed_toys)


class ToySubscriptions:
    name = "toys.subscriptions"

    @subscriber(ToyBroke)
    def on_toy_broke(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        """A subscription to an event of the own service."""


def _count_shelf(uow: UnitOfWork, caller: Caller, toy_id: UUID) -> Any:
    toy = select(ShelfToy.name).where(ShelfToy.id == toy_id, ShelfToy.deleted.is_(False))
    breaks = select(func.count()).where(Breakage.toy_id == toy_id)
    return {"names": list(uow.session.scalars(toy)), "breaks": uow.session.scalar(breaks)}


class ShelfService(BaseService):
    name = "shelf"

    count_shelf = operation(CountShelf, _count_shelf)


SHELF_PROJECTIONS = (ProjectionSpec(FeedToys, ShelfToy, has_groups=True),)


class ShelfSubscriptions:
    name = "shelf.subscriptions"

    update_projections = projection_subscriber(SHELF_PROJECTIONS)

    @subscriber(ToyBroke)
    def on_toy_broke(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        uow.add(Breakage(toy_id=event.subject, how=event.data["how"]))
        uow.session.flush()
        if faults.get("fails", {}).get(str(event.subject), 0) > 0:
            faults["fails"][str(event.subject)] -= 1
            raise RuntimeError("not this time")
        if str(event.subject) in faults.get("not_yet", ()):
            raise NotYet


TOYS = ServiceDefinition(ToyService, ToySubscriptions, computes=True)
SHELF = ServiceDefinition(
    ShelfService,
    ShelfSubscriptions,
    SHELF_PROJECTIONS,
    personal_data=[PersonalRows(Breakage, lambda ids: Breakage.toy_id.in_(ids), (Breakage.how,))],
)
BASES = {"toys": ToyBase, "shelf": ShelfBase}
