"""The steps that the chassis runs around every operation."""

import json
import os
import sys
import time
import uuid

import pytest
import toys
from conftest import STAFF, Installation, user_of
from eventually import eventually

from services.chassis.bus import Client, PendingCall, headers
from services.chassis.contract import (
    Caller,
    Conflict,
    ContractError,
    DeadlinePassed,
    ImpersonationReadOnly,
    InternalError,
    Invalid,
    Kind,
    NotAllowed,
    NotLoggedIn,
    ServiceUnavailable,
)
from services.chassis.runtime import prepare_context
from services.chassis.runtime.runtime import WORKERS


def test_an_unknown_field_is_refused_with_its_path(installation: Installation) -> None:
    with pytest.raises(Invalid) as refusal:
        installation.make(price=3)
    assert refusal.value.params["fields"] == [{"path": ["price"], "code": "unknown_field", "params": {}}]


def test_an_invalid_list_element_is_refused_with_its_path(installation: Installation) -> None:
    with pytest.raises(Invalid) as refusal:
        installation.make(group_ids=[str(uuid.uuid4()), "no id"])
    assert [problem["path"] for problem in refusal.value.params["fields"]] == [["group_ids", 1]]


def test_a_caller_without_the_right_is_refused(installation: Installation, owner: uuid.UUID) -> None:
    with pytest.raises(NotAllowed):
        installation.call(toys.MakeToy, Caller.operator(), name="bear", owner_id=owner)


def test_an_unlisted_kind_of_caller_is_refused(installation: Installation, owner: uuid.UUID) -> None:
    with pytest.raises(NotAllowed):
        installation.call(toys.BreakToy, user_of(owner), toy_id=uuid.uuid4())


def test_a_visitor_gets_not_logged_in(installation: Installation) -> None:
    with pytest.raises(NotLoggedIn):
        installation.call(toys.ListToys, Caller.visitor())


def test_an_impersonator_can_execute_queries(installation: Installation, owner: uuid.UUID) -> None:
    assert installation.call(toys.ListToys, user_of(owner, impersonated_by="boss"))["rows"] == []


def test_an_impersonator_cannot_execute_commands(installation: Installation, owner: uuid.UUID) -> None:
    with pytest.raises(ImpersonationReadOnly):
        installation.call(toys.MakeToy, user_of(owner, impersonated_by="boss"), name="bear", owner_id=owner)


def test_a_query_cannot_write(installation: Installation) -> None:
    with pytest.raises(InternalError):
        installation.call(toys.WriteInQuery)


def test_an_internal_error_contains_only_a_correlation_id(installation: Installation) -> None:
    with pytest.raises(InternalError) as error:
        installation.make("fault")
    assert error.value.params.keys() == {"correlation_id"}


def test_an_undeclared_error_becomes_an_internal_error(installation: Installation) -> None:
    with pytest.raises(InternalError):
        installation.make("undeclared")


def test_a_call_inside_a_transaction_is_an_internal_error(installation: Installation) -> None:
    toys.faults["client"] = installation.client
    with pytest.raises(InternalError):
        installation.make("call")


def test_an_internal_error_rolls_back(installation: Installation) -> None:
    with pytest.raises(InternalError):
        installation.make("fault")
    assert installation.call(toys.ListToys, name="fault")["rows"] == []


def test_a_command_past_its_deadline_is_not_committed(installation: Installation) -> None:
    toys.faults["seconds"] = 0.6
    client = Client(installation.environment.connect("gateway"), timeout=0.3)
    with pytest.raises(ContractError):
        client.call(toys.MakeToy, STAFF, name="slow", owner_id=uuid.uuid4())
    assert installation.call(toys.ListToys, name="slow")["rows"] == []


def test_an_expired_call_is_not_executed(installation: Installation) -> None:
    late = headers.make(STAFF, deadline=time.time() - 1, correlation_id="late", key="k", call_id="c")
    body = json.dumps({"args": [], "kwargs": {"name": "late", "owner_id": str(uuid.uuid4())}}).encode()
    try:
        reply = json.loads(installation.environment.connect("gateway").send("toys", "make_toy", body, late, 1.0).wait())
        assert reply["error"]["exc_args"][0] == DeadlinePassed.code
    except Exception as error:
        assert type(error).__name__ in ("NoAnswer", "NotDelivered")  # noqa: PT017  # the bus may drop it before
    assert installation.call(toys.ListToys, name="late")["rows"] == []


def test_concurrent_updates_succeed_or_conflict(installation: Installation) -> None:
    toy = installation.make()
    calls = [installation.client.start(toys.RenameToy, STAFF, toy_id=toy["id"], name=f"n{i}") for i in range(6)]
    outcomes = [_outcome(call) for call in calls]
    assert "ok" in outcomes
    assert set(outcomes) <= {"ok", Conflict.code}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a niceness of its own")
def test_long_computations_run_at_the_lowest_priority(installation: Installation) -> None:
    installation.make()
    assert toys.computation["niceness"] == max(os.getpriority(os.PRIO_PROCESS, 0), prepare_context.NICENESS)


def test_long_computations_use_at_most_half_the_cores(installation: Installation) -> None:
    toys.computation |= {"most": 0, "effort": 100_000}
    makers = 2 * (os.cpu_count() or 1)
    calls = [installation.client.start(toys.MakeToy, STAFF, name="bear", owner_id=uuid.uuid4()) for _ in range(makers)]
    assert {_outcome(call) for call in calls} == {"ok"}
    toys.computation["effort"] = 0
    assert 1 <= toys.computation["most"] <= max(1, (os.cpu_count() or 1) // 2)


def test_computations_beyond_the_queue_limit_are_refused_at_once(installation: Installation) -> None:
    def start() -> PendingCall:
        return installation.client.start(toys.MakeToy, STAFF, name="bear", owner_id=uuid.uuid4())

    with toys.held_computations():
        slots = installation.runtime("toys").cpu_slots
        calls = [start() for _ in range(slots.limit)]
        eventually(lambda: slots.in_use == slots.limit)
        assert _outcome(start()) == ServiceUnavailable.code
    assert {_outcome(call) for call in calls} == {"ok"}


def test_calls_are_answered_while_more_computations_wait_than_there_are_workers(installation: Installation) -> None:
    slots = installation.runtime("toys").cpu_slots
    with toys.held_computations():
        calls = [
            installation.client.start(toys.MakeToy, STAFF, name="bear", owner_id=uuid.uuid4())
            for _ in range(WORKERS + slots.slots)
        ]
        eventually(lambda: slots.in_use == len(calls))
        assert installation.call(toys.ListToys, name="no such toy")["rows"] == []
    assert {_outcome(call) for call in calls} == {"ok"}


def test_an_unknown_operation_is_an_internal_error(installation: Installation) -> None:
    class Juggle(toys.ListToys):
        service = "toys"

    with pytest.raises(InternalError):
        installation.call(Juggle, Caller(kind=Kind.STAFF, scope="all"))


def _outcome(call: object) -> str:
    try:
        call.answer()  # type: ignore[attr-defined]
    except ContractError as error:
        return error.code
    return "ok"
