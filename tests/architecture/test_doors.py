"""What is declared is answered, by the service that declares it; what is copied is fed and listened to."""

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints
from uuid import UUID

from contracts.declarations import BUILTIN_OPERATIONS, EVENTS, OPERATIONS, OWN_OPERATIONS, SERVICE_NAMES, named
from contracts.running import SUBSCRIPTIONS

from deploy.run.services import SERVICES
from services.chassis.contract import Feed, Kind, Operation, StateEvent, fields
from services.chassis.contract.caller import OPERATE
from services.chassis.runtime.operations import OperationEntrypoint
from services.chassis.runtime.process import ServiceDefinition
from services.identity.contracts import Right, StaffRight

RIGHTS: dict[Kind, list[str]] = {Kind.USER: list(Right), Kind.STAFF: [*StaffRight, OPERATE]}
FEEDS = [one for one in OWN_OPERATIONS if issubclass(one, Feed)]
PROJECTIONS = [(service, spec) for service in SERVICES for spec in service.projections]


def _answered(definition: ServiceDefinition) -> list[type[Operation]]:
    """The operations that a service's methods answer, one for each method."""
    return [
        entrypoint.contract
        for name in dir(definition.calls)
        for entrypoint in getattr(getattr(definition.calls, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, OperationEntrypoint)
    ]


def test_an_operation_says_who_may_call_it() -> None:
    unsaid = [one for one in OPERATIONS if not one.allowed or not all(isinstance(kind, Kind) for kind in one.allowed)]
    assert [named(one) for one in unsaid] == []


def test_an_operation_needs_only_rights_that_exist() -> None:
    unknown = [
        f"{named(operation)}, {kind}: {right}"
        for operation in OPERATIONS
        for kind, right in operation.allowed.items()
        if right is not None and right not in RIGHTS.get(kind, [])
    ]
    assert unknown == []


ABOUT_ONESELF = {
    "answer_invitation", "request_email_change", "request_machine_access", "request_password_reset", "change_password",
    "change_profile", "confirm_email", "confirm_registration", "end_other_sessions", "end_session", "log_in", "log_out",
    "register", "send_contact_message", "set_password", "stop_impersonation", "switch_customer", "touch_session",
    "undo_email",
}  # fmt: skip
"""Everybody begins and ends his own sessions and keeps his own account; links are opened by who has them. Every user
may write to the dealer."""


def test_an_operation_that_changes_something_is_not_open_to_everybody() -> None:
    changing = [one for one in OWN_OPERATIONS if one.writes and one.name not in ABOUT_ONESELF]
    people = {Kind.USER, Kind.STAFF}
    assert [named(one) for one in changing if Kind.VISITOR in one.allowed] == []
    without_right = [one for one in changing if not all(one.allowed[kind] for kind in people & one.allowed.keys())]
    assert [named(one) for one in without_right] == [], "a change needs a right"


def test_an_operation_is_answered_by_one_method_of_its_service() -> None:
    answering = {
        one: [service.name for service in SERVICES for known in _answered(service) if known is one]
        for one in OWN_OPERATIONS
    }
    assert {named(one): names for one, names in answering.items() if names != [one.service]} == {}


def test_what_every_service_answers_is_answered_by_each() -> None:
    answering = {
        one: [service.name for service in SERVICES if _answered(service).count(one) == 1] for one in BUILTIN_OPERATIONS
    }
    assert {named(one): names for one, names in answering.items() if names != SERVICE_NAMES} == {}


def test_a_service_answers_nothing_of_another() -> None:
    answered = {service.name: {one.service for one in _answered(service)} for service in SERVICES}
    assert answered == {name: {"", name} for name in SERVICE_NAMES}


def test_a_feed_tells_a_state_of_its_own_service() -> None:
    wrong = [feed for feed in FEEDS if not issubclass(feed.of, StateEvent) or feed.of.service != feed.service]
    assert [named(feed) for feed in wrong] == []


def test_a_state_that_is_told_can_also_be_asked_for() -> None:
    feed = {feed.of for feed in FEEDS}
    states = [one for one in EVENTS if issubclass(one, StateEvent)]
    assert [named(one) for one in states if one not in feed] == [], "give it a Feed, to fill new copies"


def test_a_copy_is_fed_by_another_service() -> None:
    assert len(PROJECTIONS) > 5
    assert [spec for service, spec in PROJECTIONS if spec.feed.service == service.name] == []


def test_a_copy_follows_the_event_of_its_feed() -> None:
    followed = [(one.service, one.source, one.event_type) for one in SUBSCRIPTIONS]
    unfollowed = [
        f"{service.name}.{spec.event.type}"
        for service, spec in PROJECTIONS
        if followed.count((f"{service.name}.subscriptions", spec.event.service, spec.event.type)) != 1
    ]
    assert unfollowed == []


def test_a_state_that_is_followed_is_a_copy_that_can_be_rebuilt() -> None:
    states = {(one.service, one.type) for one in EVENTS if issubclass(one, StateEvent)}
    followed = {(one.service, one.event_type) for one in SUBSCRIPTIONS if (one.source, one.event_type) in states}
    assert followed == {(f"{service.name}.subscriptions", spec.event.type) for service, spec in PROJECTIONS}


def test_an_event_is_named_for_what_happened() -> None:
    names = [event.__name__ for event in EVENTS]
    misnamed = [name for name in names if not (name.endswith(("ed", "Sent")) or "WaitingFor" in name)]
    assert misnamed == [], "events are facts in the past tense, or a state that began"


def _entrypoints() -> list[OperationEntrypoint]:
    return [
        entrypoint
        for definition in SERVICES
        for name in dir(definition.calls)
        for entrypoint in getattr(getattr(definition.calls, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, OperationEntrypoint)
    ]


def _parameters(handler: Callable[..., Any]) -> dict[str, Any]:
    """The parameters after unit of work and caller, with their types; without `**others`."""
    types, parameters = get_type_hints(handler), list(inspect.signature(handler).parameters.values())[2:]
    return {one.name: types[one.name] for one in parameters if one.kind is not one.VAR_KEYWORD}


def _takes_others(handler: Callable[..., Any]) -> bool:
    return any(one.kind is one.VAR_KEYWORD for one in inspect.signature(handler).parameters.values())


def test_a_handler_takes_the_fields_of_its_request() -> None:
    """A handler may have parameters beyond the request's fields only if a `prepare` step adds them."""
    wrong = {}
    for one in _entrypoints():
        taken, sent = _parameters(one.handler).keys(), one.contract.request.fields.keys()
        wrong[named(one.contract)] = sorted(
            (set() if one.prepare else taken - sent) | (set() if _takes_others(one.handler) else sent - taken)
        )
    assert {name: fields for name, fields in wrong.items() if fields} == {}


PYTHON_TYPES = {
    fields.UUID: UUID, fields.String: str, fields.Integer: int, fields.Boolean: bool, fields.AwareDateTime: dt.datetime,
    fields.Date: dt.date,
}  # fmt: skip


def test_a_handler_takes_the_types_of_its_request() -> None:
    wrong = [
        f"{named(one.contract)}.{name}: {_parameters(one.handler)[name]}"
        for one in _entrypoints()
        for name, field in one.contract.request.fields.items()
        if (wanted := PYTHON_TYPES.get(type(field)))
        and name in _parameters(one.handler)
        and _parameters(one.handler)[name] != (wanted | None if field.allow_none else wanted)
    ]
    assert wrong == []
