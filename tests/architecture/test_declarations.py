"""Every declared operation has one method in its service; every projection has a feed and a subscription."""

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
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.operations import OperationEntrypoint
from services.identity.contracts import Right, StaffRight

RIGHTS: dict[Kind, list[str]] = {
    Kind.USER: list(Right), Kind.GUEST: list(Right), Kind.STAFF: [*StaffRight, OPERATE],
}  # fmt: skip
FEEDS = [one for one in OWN_OPERATIONS if issubclass(one, Feed)]
PROJECTIONS = [(service, spec) for service in SERVICES for spec in service.projections]


def _implemented(definition: ServiceDefinition) -> list[type[Operation]]:
    """The operations of a service's methods, one for each method."""
    return [
        entrypoint.contract
        for name in dir(definition.calls)
        for entrypoint in getattr(getattr(definition.calls, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, OperationEntrypoint)
    ]


def test_an_operation_with_a_password_declares_that_it_has_a_secret() -> None:
    with_password = [one for one in OPERATIONS if {"password", "current_password"} & one.request.fields.keys()]
    assert [named(one) for one in with_password if not one.has_secret] == []


def test_an_operation_declares_who_may_call_it() -> None:
    undeclared = [
        one for one in OPERATIONS if not one.allowed or not all(isinstance(kind, Kind) for kind in one.allowed)
    ]
    assert [named(one) for one in undeclared] == []


def test_an_operation_requires_only_existing_rights() -> None:
    unknown = [
        f"{named(operation)}, {kind}: {right}"
        for operation in OPERATIONS
        for kind, right in operation.allowed.items()
        if right is not None and right not in RIGHTS.get(kind, [])
    ]
    assert unknown == []


OWN_ACCOUNT = {
    "answer_invitation", "request_email_change", "request_machine_access", "request_password_reset",
    "change_password", "change_profile", "confirm_email", "give_consent", "withdraw_consent",
    "confirm_registration", "end_other_sessions", "end_session", "log_in", "log_out", "register",
    "remove_own_account", "request_data_export", "send_contact_message", "set_password", "stop_data_export",
    "stop_impersonation", "switch_customer", "touch_session", "undo_email",
}  # fmt: skip
"""Everybody starts and ends their own sessions and manages their own account; links are opened by whoever has them.
Every user may write to the dealer."""
FOR_EVERYBODY = {
    "confirm_confirmation_address", "count_article_solved", "issue_guest_passes", "rate_article",
    "send_visitor_message", "withdraw_consent_of_code",
}  # fmt: skip
"""Whoever reads mail at an address may confirm it, and unsubscribe; anonymous answers to articles, which are public;
visitors may write to the dealer, and guests know a machine's number and postcode, or its label."""


def test_a_command_requires_a_right() -> None:
    changing = [one for one in OWN_OPERATIONS if one.writes and one.name not in OWN_ACCOUNT | FOR_EVERYBODY]
    people = {Kind.USER, Kind.STAFF}
    assert [named(one) for one in changing if Kind.VISITOR in one.allowed] == []
    without_right = [one for one in changing if not all(one.allowed[kind] for kind in people & one.allowed.keys())]
    assert [named(one) for one in without_right] == [], "a change needs a right"


def test_an_operation_has_one_method_in_its_service() -> None:
    services_of = {
        one: [service.name for service in SERVICES for implemented in _implemented(service) if implemented is one]
        for one in OWN_OPERATIONS
    }
    assert {named(one): names for one, names in services_of.items() if names != [one.service]} == {}


def test_every_service_implements_the_builtin_operations() -> None:
    services_of = {
        one: [service.name for service in SERVICES if _implemented(service).count(one) == 1]
        for one in BUILTIN_OPERATIONS
    }
    assert {named(one): names for one, names in services_of.items() if names != SERVICE_NAMES} == {}


def test_a_service_implements_no_operation_of_another() -> None:
    implemented = {service.name: {one.service for one in _implemented(service)} for service in SERVICES}
    assert implemented == {name: {"", name} for name in SERVICE_NAMES}


def test_a_feed_returns_states_of_its_own_service() -> None:
    wrong = [feed for feed in FEEDS if not issubclass(feed.of, StateEvent) or feed.of.service != feed.service]
    assert [named(feed) for feed in wrong] == []


def test_every_published_state_has_a_feed() -> None:
    feed = {feed.of for feed in FEEDS}
    states = [one for one in EVENTS if issubclass(one, StateEvent)]
    assert [named(one) for one in states if one not in feed] == [], "give it a Feed, to fill new projections"


def test_a_projection_is_fed_by_another_service() -> None:
    assert len(PROJECTIONS) > 5
    assert [spec for service, spec in PROJECTIONS if spec.feed.service == service.name] == []


def test_a_projection_subscribes_to_the_event_of_its_feed() -> None:
    followed = [(one.service, one.source, one.event_type) for one in SUBSCRIPTIONS]
    unfollowed = [
        f"{service.name}.{spec.event.type}"
        for service, spec in PROJECTIONS
        if followed.count((f"{service.name}.subscriptions", spec.event.service, spec.event.type)) != 1
    ]
    assert unfollowed == []


def test_every_subscription_to_a_state_belongs_to_a_projection() -> None:
    states = {(one.service, one.type) for one in EVENTS if issubclass(one, StateEvent)}
    followed = {(one.service, one.event_type) for one in SUBSCRIPTIONS if (one.source, one.event_type) in states}
    assert followed == {(f"{service.name}.subscriptions", spec.event.type) for service, spec in PROJECTIONS}


def test_an_event_name_is_in_the_past_tense() -> None:
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


def _accepts_others(handler: Callable[..., Any]) -> bool:
    return any(one.kind is one.VAR_KEYWORD for one in inspect.signature(handler).parameters.values())


def test_a_handler_accepts_the_fields_of_its_request() -> None:
    """Only a handler with a `prepare` step may have parameters beyond the request's fields."""
    wrong = {}
    for one in _entrypoints():
        accepted, sent = _parameters(one.handler).keys(), one.contract.request.fields.keys()
        wrong[named(one.contract)] = sorted(
            (set() if one.prepare else accepted - sent) | (set() if _accepts_others(one.handler) else sent - accepted)
        )
    assert {name: fields for name, fields in wrong.items() if fields} == {}


PYTHON_TYPES = {
    fields.UUID: UUID, fields.String: str, fields.Integer: int, fields.Boolean: bool, fields.AwareDateTime: dt.datetime,
    fields.Date: dt.date,
}  # fmt: skip


def test_a_handler_declares_the_types_of_its_request() -> None:
    wrong = [
        f"{named(one.contract)}.{name}: {_parameters(one.handler)[name]}"
        for one in _entrypoints()
        for name, field in one.contract.request.fields.items()
        if (expected := PYTHON_TYPES.get(type(field)))
        and name in _parameters(one.handler)
        and _parameters(one.handler)[name] != (expected | None if field.allow_none else expected)
    ]
    assert wrong == []


def test_service_names_are_those_of_the_services_that_run() -> None:
    assert list(SERVICE_NAMES) == [service.name for service in SERVICES]
