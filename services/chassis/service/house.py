"""Operations that every service answers. A service's class for calls is a subclass of `Resident`."""

from typing import Any

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.audit import ComparePage, ListRecordedEvents, ListUnreceived
from services.chassis.contract.caller import OPERATE
from services.chassis.contract.house import (
    CountBacklog,
    DropDeadLetter,
    FindDeadLetter,
    Health,
    ListCopies,
    ListDeadLetters,
    RebuildPage,
    ReplayDeadLetter,
    ReplayDeadLetters,
)
from services.chassis.service import audit, letters, owner
from services.chassis.service.operations import operation
from services.chassis.service.outside import Outside
from services.chassis.service.work import Work


def _look_around(outside: Outside, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"checks": outside.checks()}


def _list(outside: Outside, _caller: Caller, _request: dict[str, Any]) -> dict[str, Any]:
    return {"copies": sorted(outside.copies)}


def _ask_owner(outside: Outside, _caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """One page of the owner's feed, asked for before the transaction that works with it."""
    if request["copy"] not in outside.copies:
        raise NotFound
    fed = outside.copies[request["copy"]]
    told, following = owner.page(outside, fed, after=request["after"])
    return {"fed": fed, "told": told, "next": following}


class Resident:
    """What a service of the house answers beside its own operations."""

    @operation(Health, prepare=_look_around)
    def health(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        checks = [{"name": name, "well": well} for name, well in request["checks"].items()]
        return {"well": all(check["well"] for check in checks), "checks": checks}

    @operation(ListCopies, prepare=_list)
    def list_copies(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return {"copies": request["copies"]}

    @operation(RebuildPage, prepare=_ask_owner)
    def rebuild_page(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        for event in request["told"]:
            request["fed"].keep(work, event)
        return {"rows": len(request["told"]), "next": request["next"]}

    @operation(ComparePage, prepare=_ask_owner)
    def compare_page(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        differing = audit.compare(work, request["fed"], request["told"], request["after"], request["next"])
        return {"rows": len(request["told"]), "differing": differing, "next": request["next"]}

    @operation(ListRecordedEvents)
    def list_recorded_events(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return audit.list_recorded(work, **request)

    @operation(ListUnreceived)
    def list_unreceived(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return audit.list_unreceived(work, **request)

    @operation(ListDeadLetters)
    def list_dead_letters(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return letters.list_letters(work, **request, whole=caller.may(OPERATE))

    @operation(FindDeadLetter)
    def find_dead_letter(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return letters.find_letter(work, **request, whole=caller.may(OPERATE))

    @operation(ReplayDeadLetter)
    def replay_dead_letter(self, work: Work, caller: Caller, request: dict[str, Any]) -> None:
        letters.replay(work, **request)

    @operation(ReplayDeadLetters)
    def replay_dead_letters(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return letters.replay_some(work, **request)

    @operation(DropDeadLetter)
    def drop_dead_letter(self, work: Work, caller: Caller, request: dict[str, Any]) -> None:
        letters.drop(work, **request)

    @operation(CountBacklog)
    def count_backlog(self, work: Work, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        return letters.count_backlog(work)
