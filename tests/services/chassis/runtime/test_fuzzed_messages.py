"""Whatever arrives: an event is handled or becomes a dead letter at once, a call gets a reply that is no fault."""

import json
import uuid
from typing import Any

import toys
from conftest import Installation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.chassis.bus import Subscription, headers
from services.chassis.contract.caller import Caller
from services.chassis.messaging.inbox import Inbox
from services.chassis.persistence.tables import inbox

FUZZED = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
ID = "01980000-0000-7000-8000-000000000014"
ENVELOPE = {
    "specversion": "1.0", "id": ID, "source": "/toys", "type": "toy_broke", "time": "2026-03-04T07:12:00+00:00",
    "subject": ID, "aggregateversion": 1, "correlationid": "c",
    "data": {"toy_id": ID, "child_id": "kim", "how": "dropped"},
}  # fmt: skip
DEEP = "[" * 100_000
TEXT = st.text(st.characters(exclude_categories=()))
ODD_VALUES = st.one_of(
    st.sampled_from([
        None, True, 0, -1, 2**31, 2**63, 10**400, 1.5, float("inf"), float("nan"), "", "\0", "\ud800", "a\u202eb",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00", "x" * 5000, [], {}, [["x"]],
    ]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
        max_leaves=8,
    ),
)  # fmt: skip
CALL = {"name": "bear", "owner_id": ID, "group_ids": [ID]}
REFUSALS = ("ok", "invalid", "not_allowed", "not_logged_in", "impersonation_read_only", "idempotency_key_reused")
CALLER = Caller.operator("make").to_wire()


def _with(document: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The document with a field, of which `a.b` is one within another, set to this value."""
    outer, _, inner = name.partition(".")
    return document | {outer: _with(document[outer], inner, value) if inner else value}


def _documents(document: dict[str, Any], *more: str) -> st.SearchStrategy[bytes]:
    """The document as JSON, with one or two fields replaced."""
    places = st.sampled_from([*document, *more])
    changes = st.lists(st.tuples(places, ODD_VALUES), min_size=1, max_size=2)

    def change(changed: list[tuple[str, Any]]) -> bytes:
        result = document
        for name, value in sorted(changed, key=lambda item: "." not in item[0]):
            result = _with(result, name, value)
        return json.dumps(result).encode()

    return changes.map(change)


BODIES = _documents(ENVELOPE, "data.toy_id", "data.child_id", "data.how", "data.more", "deleted")


@FUZZED
@given(body=BODIES | st.binary(max_size=40))
@example(body=DEEP.encode())
@example(body=json.dumps(ENVELOPE | {"data": {"toy_id": 0}}).replace("0}", f"{DEEP}{']' * len(DEEP)}}}").encode())
@example(body=json.dumps(ENVELOPE | {"time": "0001-01-01T00:00:00+14:00"}).encode())
@example(body=json.dumps(ENVELOPE | {"aggregateversion": 2**31}).encode())
@example(body=json.dumps(ENVELOPE | {"aggregateversion": float("inf")}).encode())
def test_event_is_handled_or_becomes_a_dead_letter_at_once(installation: Installation, body: bytes) -> None:
    runtime = installation.runtime("shelf")
    queue = Subscription("fuzz", uuid.uuid4().hex, "toys", "toy_broke")
    handled: list[Any] = []
    receiver = Inbox("shelf", runtime.database, runtime.clock, queue, toys.ToyBroke)
    assert receiver.receive(body, lambda _uow, event: handled.append(event))
    with runtime.database.read() as session:
        (status,) = session.scalars(select(inbox.c.status).where(inbox.c.subscription == queue.queue)).all()
    assert status == ("done" if handled else "dead")


@FUZZED
@given(
    body=_documents({"args": [], "kwargs": CALL}, *(f"kwargs.{name}" for name in [*CALL, "more"]))
    | st.binary(max_size=40)
)
@example(body=DEEP.encode())
@example(body=json.dumps({"kwargs": CALL | {"price": 0}}).replace("0}", f"{DEEP}{']' * len(DEEP)}}}").encode())
def test_call_with_any_body_is_answered(installation: Installation, body: bytes) -> None:
    assert _outcome(installation, body, {}) in ("ok", "invalid")


@FUZZED
@given(claim=_documents(CALLER).map(bytes.decode) | st.text(max_size=40) | st.lists(st.text(max_size=9)), text=TEXT)
@example(claim=DEEP, text="")
@example(claim=json.dumps(CALLER), text="\0")
@example(claim=json.dumps(CALLER), text="\ud800")
@example(claim=json.dumps(CALLER | {"person_id": "\0"}), text="")
@example(claim=json.dumps(CALLER | {"person_id": "\ud800"}), text="")
def test_call_with_any_headers_is_answered(installation: Installation, claim: Any, text: str) -> None:
    sent = {headers.CALLER: claim, headers.KEY: text, headers.CORRELATION: text, headers.CALL_STACK: [text]}
    body = json.dumps({"args": [], "kwargs": CALL}).encode()
    assert _outcome(installation, body, sent) in REFUSALS


def _outcome(installation: Installation, body: bytes, own_headers: dict[str, Any]) -> str:
    """The error code of the reply, or ok."""
    usual = headers.make(
        Caller.operator("make"), deadline=2e9 * 10, correlation_id="c", key="", call_id=uuid.uuid4().hex
    )
    transport = installation.client._transport
    reply = json.loads(transport.send("toys", "make_toy", body, usual | own_headers, 20.0).wait())
    return str(reply["error"]["exc_args"][0]) if reply["error"] else "ok"
