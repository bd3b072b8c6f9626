"""The operations that every service answers. A service's class for calls derives from `BaseService`."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.audit_operations import ComparePage, ListRecordedEvents, ListUnprocessedEvents
from services.chassis.contract.builtin_operations import (
    CountBacklog,
    DropDeadLetter,
    GetDeadLetter,
    Health,
    ListDeadLetters,
    ListProjections,
    RebuildPage,
    ReplayDeadLetter,
    ReplayDeadLetters,
)
from services.chassis.messaging import audit, dead_letters
from services.chassis.messaging.incoming_event import IncomingEvent
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime import owner
from services.chassis.runtime.operations import operation
from services.chassis.runtime.personal_data import PersonalDataOperations
from services.chassis.runtime.prepare_context import PrepareContext


def _run_checks(context: PrepareContext, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"checks": context.checks()}


def _health(_uow: UnitOfWork, _caller: Caller, checks: dict[str, bool]) -> dict[str, Any]:
    rows = [{"name": name, "healthy": healthy} for name, healthy in checks.items()]
    return {"healthy": all(checks.values()), "checks": rows}


def _find_projections(context: PrepareContext, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"projections": sorted(context.projections)}


def _list_projections(_uow: UnitOfWork, _caller: Caller, projections: list[str]) -> dict[str, Any]:
    return {"projections": projections}


def _fetch_page(context: PrepareContext, _caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Fetch a page of the owner's feed before the transaction. Raises NotFound for an unknown projection."""
    if request["projection"] not in context.projections:
        raise NotFound
    spec = context.projections[request["projection"]]
    events, next_id = owner.fetch_page(context, spec, after=request["after"])
    return {"spec": spec, "events": events, "next": next_id}


def _rebuild_page(
    uow: UnitOfWork,
    _caller: Caller,
    spec: ProjectionSpec,
    events: list[IncomingEvent],
    next: UUID | None,
    projection: str,
    to_end: bool,
    **_: Any,
) -> dict[str, Any]:
    for event in events:
        spec.apply(uow, event)
    if to_end and next:
        uow.schedule(RebuildPage, projection, uow.now, projection=projection, after=str(next), to_end=True)
    return {"rows": len(events), "next": next}


def _compare_page(
    uow: UnitOfWork,
    _caller: Caller,
    spec: ProjectionSpec,
    events: list[IncomingEvent],
    after: UUID | None,
    next: UUID | None,
    **_: Any,
) -> dict[str, Any]:
    return {"rows": len(events), "differing": audit.compare(uow, spec, events, after, next), "next": next}


class BaseService(PersonalDataOperations):
    """Base class of a service's class for calls: the operations that every service answers."""

    health = operation(Health, _health, prepare=_run_checks)
    list_projections = operation(ListProjections, _list_projections, prepare=_find_projections)
    rebuild_page = operation(RebuildPage, _rebuild_page, prepare=_fetch_page)
    compare_page = operation(ComparePage, _compare_page, prepare=_fetch_page)
    list_recorded_events = operation(ListRecordedEvents, audit.list_recorded_events)
    list_unprocessed_events = operation(ListUnprocessedEvents, audit.list_unprocessed_events)
    list_dead_letters = operation(ListDeadLetters, dead_letters.list_dead_letters)
    get_dead_letter = operation(GetDeadLetter, dead_letters.get_dead_letter)
    replay_dead_letter = operation(ReplayDeadLetter, dead_letters.replay_dead_letter)
    replay_dead_letters = operation(ReplayDeadLetters, dead_letters.replay_dead_letters)
    drop_dead_letter = operation(DropDeadLetter, dead_letters.drop_dead_letter)
    count_backlog = operation(CountBacklog, dead_letters.count_backlog)
