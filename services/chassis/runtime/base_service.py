"""The operations that every service answers. A service's class for calls derives from `BaseService`."""

from typing import Any

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
from services.chassis.contract.caller import OPERATE
from services.chassis.messaging import audit, dead_letters
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime import owner
from services.chassis.runtime.operations import operation
from services.chassis.runtime.prepare_context import PrepareContext


def _run_checks(context: PrepareContext, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"checks": context.checks()}


def _list_projections(context: PrepareContext, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"projections": sorted(context.projections)}


def _fetch_page(context: PrepareContext, _caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Fetch a page of the owner's feed before the transaction. Raises NotFound for an unknown projection."""
    if request["projection"] not in context.projections:
        raise NotFound
    spec = context.projections[request["projection"]]
    events, next_id = owner.fetch_page(context, spec, after=request["after"])
    return {"spec": spec, "events": events, "next": next_id}


class BaseService:
    """Base class of a service's class for calls: the operations that every service answers."""

    @operation(Health, prepare=_run_checks)
    def health(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        checks = [{"name": name, "well": well} for name, well in request["checks"].items()]
        return {"well": all(check["well"] for check in checks), "checks": checks}

    @operation(ListProjections, prepare=_list_projections)
    def list_projections(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return {"projections": request["projections"]}

    @operation(RebuildPage, prepare=_fetch_page)
    def rebuild_page(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        for event in request["events"]:
            request["spec"].apply(uow, event)
        return {"rows": len(request["events"]), "next": request["next"]}

    @operation(ComparePage, prepare=_fetch_page)
    def compare_page(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        differing = audit.compare(uow, request["spec"], request["events"], request["after"], request["next"])
        return {"rows": len(request["events"]), "differing": differing, "next": request["next"]}

    @operation(ListRecordedEvents)
    def list_recorded_events(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return audit.list_recorded(uow, **request)

    @operation(ListUnprocessedEvents)
    def list_unprocessed_events(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return audit.list_unprocessed_events(uow, **request)

    @operation(ListDeadLetters)
    def list_dead_letters(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return dead_letters.list_dead_letters(uow, **request, with_content=caller.has_right(OPERATE))

    @operation(GetDeadLetter)
    def get_dead_letter(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return dead_letters.get_dead_letter(uow, **request, with_content=caller.has_right(OPERATE))

    @operation(ReplayDeadLetter)
    def replay_dead_letter(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> None:
        dead_letters.replay(uow, **request)

    @operation(ReplayDeadLetters)
    def replay_dead_letters(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return dead_letters.replay_some(uow, **request)

    @operation(DropDeadLetter)
    def drop_dead_letter(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> None:
        dead_letters.drop(uow, **request)

    @operation(CountBacklog)
    def count_backlog(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return dead_letters.count_backlog(uow)
