"""What the chassis does around an operation, whatever the operation is."""

import json
import os
import sys
import time
import uuid

import pytest
import toys
from conftest import STAFF, Playroom, user_of

from services.chassis.bus import Client, headers
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


def test_an_unknown_field_is_refused_by_its_path(playroom: Playroom) -> None:
    with pytest.raises(Invalid) as refusal:
        playroom.make(price=3)
    assert refusal.value.params["fields"] == [{"path": ["price"], "code": "unknown_field", "params": {}}]


def test_a_value_within_a_list_is_refused_by_its_path(playroom: Playroom) -> None:
    with pytest.raises(Invalid) as refusal:
        playroom.make(group_ids=[str(uuid.uuid4()), "no id"])
    assert [problem["path"] for problem in refusal.value.params["fields"]] == [["group_ids", 1]]


def test_who_lacks_the_right_is_refused(playroom: Playroom, owner: uuid.UUID) -> None:
    with pytest.raises(NotAllowed):
        playroom.call(toys.MakeToy, Caller.operator(), name="bear", owner_id=owner)


def test_a_kind_of_caller_that_is_not_listed_is_refused(playroom: Playroom, owner: uuid.UUID) -> None:
    with pytest.raises(NotAllowed):
        playroom.call(toys.BreakToy, user_of(owner), toy_id=uuid.uuid4())


def test_a_visitor_is_told_to_log_in(playroom: Playroom) -> None:
    with pytest.raises(NotLoggedIn):
        playroom.call(toys.ListToys, Caller.visitor())


def test_who_looks_as_another_reads(playroom: Playroom, owner: uuid.UUID) -> None:
    assert playroom.call(toys.ListToys, user_of(owner, impersonated_by="boss"))["rows"] == []


def test_who_looks_as_another_changes_nothing(playroom: Playroom, owner: uuid.UUID) -> None:
    with pytest.raises(ImpersonationReadOnly):
        playroom.call(toys.MakeToy, user_of(owner, impersonated_by="boss"), name="bear", owner_id=owner)


def test_a_query_cannot_write(playroom: Playroom) -> None:
    with pytest.raises(InternalError):
        playroom.call(toys.WriteInQuery)


def test_a_fault_tells_a_correlation_id_and_nothing_else(playroom: Playroom) -> None:
    with pytest.raises(InternalError) as fault:
        playroom.make("fault")
    assert fault.value.params.keys() == {"correlation_id"}


def test_a_refusal_that_the_contract_does_not_name_is_a_fault(playroom: Playroom) -> None:
    with pytest.raises(InternalError):
        playroom.make("undeclared")


def test_a_call_within_a_transaction_is_a_fault(playroom: Playroom) -> None:
    toys.trouble["client"] = playroom.client
    with pytest.raises(InternalError):
        playroom.make("call")


def test_a_fault_leaves_nothing_behind(playroom: Playroom) -> None:
    with pytest.raises(InternalError):
        playroom.make("fault")
    assert playroom.call(toys.ListToys, name="fault")["rows"] == []


def test_a_command_whose_deadline_passes_while_it_works_is_not_committed(playroom: Playroom) -> None:
    toys.trouble["seconds"] = 0.6
    impatient = Client(playroom.environment.connect("gateway"), timeout=0.3)
    with pytest.raises(ContractError):
        impatient.call(toys.MakeToy, STAFF, name="slow", owner_id=uuid.uuid4())
    assert playroom.call(toys.ListToys, name="slow")["rows"] == []


def test_a_call_that_comes_late_is_not_begun(playroom: Playroom) -> None:
    late = headers.make(STAFF, deadline=time.time() - 1, correlation_id="late", key="k", call_id="c")
    body = json.dumps({"args": [], "kwargs": {"name": "late", "owner_id": str(uuid.uuid4())}}).encode()
    try:
        reply = json.loads(playroom.environment.connect("gateway").send("toys", "make_toy", body, late, 1.0).wait())
        assert reply["error"]["exc_args"][0] == DeadlinePassed.code
    except Exception as error:
        assert type(error).__name__ in ("NoAnswer", "NotDelivered")  # noqa: PT017  # the bus may drop it before
    assert playroom.call(toys.ListToys, name="late")["rows"] == []


def test_two_changes_of_one_thing_at_the_same_moment_both_count_or_one_is_told(playroom: Playroom) -> None:
    toy = playroom.make()
    calls = [playroom.client.start(toys.RenameToy, STAFF, toy_id=toy["id"], name=f"n{i}") for i in range(6)]
    outcomes = [_outcome(call) for call in calls]
    assert "ok" in outcomes
    assert set(outcomes) <= {"ok", Conflict.code}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a niceness of its own")
def test_what_computes_for_long_runs_behind_everything_else(playroom: Playroom) -> None:
    playroom.make()
    assert toys.thoughts["niceness"] == max(os.getpriority(os.PRIO_PROCESS, 0), prepare_context.NICENESS)


def test_what_computes_for_long_leaves_half_the_cores_to_others(playroom: Playroom) -> None:
    toys.thoughts |= {"most": 0, "effort": 100_000}
    makers = min(2 * (os.cpu_count() or 1), prepare_context.MAX_THREADS)
    calls = [playroom.client.start(toys.MakeToy, STAFF, name="bear", owner_id=uuid.uuid4()) for _ in range(makers)]
    assert {_outcome(call) for call in calls} == {"ok"}
    toys.thoughts["effort"] = 0
    assert 1 <= toys.thoughts["most"] <= max(1, (os.cpu_count() or 1) // 2)


def test_more_than_can_wait_for_a_computation_are_told_so_at_once(playroom: Playroom) -> None:
    toys.thoughts |= {"effort": 2_000_000}
    calls = [playroom.client.start(toys.MakeToy, STAFF, name="bear", owner_id=uuid.uuid4()) for _ in range(16)]
    outcomes = [_outcome(call) for call in calls]
    toys.thoughts["effort"] = 0
    assert ServiceUnavailable.code in outcomes
    assert "ok" in outcomes


def test_an_operation_that_does_not_exist_is_answered(playroom: Playroom) -> None:
    class Juggle(toys.ListToys):
        service = "toys"

    with pytest.raises(InternalError):
        playroom.call(Juggle, Caller(kind=Kind.STAFF, scope="all"))


def _outcome(call: object) -> str:
    try:
        call.answer()  # type: ignore[attr-defined]
    except ContractError as error:
        return error.code
    return "ok"
