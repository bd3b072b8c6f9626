"""What is declared is answered, by the service that declares it; what is copied is fed and listened to."""

import pytest
from contracts.declared import BUILTIN_OPERATIONS, EVENTS, OPERATIONS, OWN_OPERATIONS, SERVICE_NAMES, named
from contracts.running import SUBSCRIPTIONS

from deploy.run.services import SERVICES
from services.chassis.contract import Event, Feed, Kind, Operation, StateEvent
from services.chassis.contract.caller import OPERATE
from services.chassis.runtime.operations import OperationEntrypoint
from services.chassis.runtime.process import ServiceDefinition
from services.identity.contracts import Right, StaffRight

RIGHTS: dict[Kind, list[str]] = {Kind.USER: list(Right), Kind.STAFF: [*StaffRight, OPERATE]}
FEEDS = [one for one in OWN_OPERATIONS if issubclass(one, Feed)]
COPIES = [
    pytest.param(definition, name, id=f"{definition.name}.{name}")
    for definition in SERVICES
    for name in definition.projections
]


def _answered(definition: ServiceDefinition) -> list[type[Operation]]:
    """The operations that a service's methods answer, one for each method."""
    return [
        entrypoint.contract
        for name in dir(definition.calls)
        for entrypoint in getattr(getattr(definition.calls, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, OperationEntrypoint)
    ]


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_an_operation_says_who_may_call_it(operation: type[Operation]) -> None:
    assert operation.allowed
    assert all(isinstance(kind, Kind) for kind in operation.allowed)


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_an_operation_needs_only_rights_that_exist(operation: type[Operation]) -> None:
    for kind, right in operation.allowed.items():
        assert right is None or right in RIGHTS.get(kind, []), f"{kind}: {right}"


ABOUT_ONESELF = {
    "answer_invitation", "request_email_change", "request_machine_access", "request_password_reset", "change_password",
    "change_profile", "confirm_email", "confirm_registration", "end_other_sessions", "end_session", "log_in", "log_out",
    "register", "send_contact_message", "set_password", "stop_impersonation", "switch_customer", "touch_session",
    "undo_email",
}  # fmt: skip
"""Everybody begins and ends his own sessions and keeps his own account; links are opened by who has them. Every user
may write to the dealer."""


@pytest.mark.parametrize("operation", OWN_OPERATIONS, ids=named)
def test_an_operation_that_changes_something_is_not_open_to_everybody(operation: type[Operation]) -> None:
    of_people = {Kind.USER, Kind.STAFF} & operation.allowed.keys()
    if operation.writes and operation.name not in ABOUT_ONESELF:
        assert Kind.VISITOR not in operation.allowed
        assert all(operation.allowed[kind] for kind in of_people), "a change needs a right"


@pytest.mark.parametrize("operation", OWN_OPERATIONS, ids=named)
def test_an_operation_is_answered_by_one_method_of_its_service(operation: type[Operation]) -> None:
    answering = [definition.name for definition in SERVICES for one in _answered(definition) if one is operation]
    assert answering == [operation.service]


@pytest.mark.parametrize("operation", BUILTIN_OPERATIONS, ids=named)
def test_what_every_service_answers_is_answered_by_each(operation: type[Operation]) -> None:
    assert [definition.name for definition in SERVICES if _answered(definition).count(operation) == 1] == SERVICE_NAMES


@pytest.mark.parametrize("definition", SERVICES, ids=lambda definition: definition.name)
def test_a_service_answers_nothing_of_another(definition: ServiceDefinition) -> None:
    assert {one.service for one in _answered(definition)} == {"", definition.name}


@pytest.mark.parametrize("feed", FEEDS, ids=named)
def test_a_feed_tells_a_state_of_its_own_service(feed: type[Feed]) -> None:
    assert issubclass(feed.of, StateEvent)
    assert feed.of.service == feed.service


@pytest.mark.parametrize("event", [one for one in EVENTS if issubclass(one, StateEvent)], ids=named)
def test_a_state_that_is_told_can_also_be_asked_for(event: type[Event]) -> None:
    assert [feed.name for feed in FEEDS if feed.of is event], f"{event.__name__} needs a Feed, to fill new copies"


@pytest.mark.parametrize(("definition", "name"), COPIES)
def test_a_copy_is_fed_by_another_service(definition: ServiceDefinition, name: str) -> None:
    feed = definition.projections[name].feed
    assert issubclass(feed, Feed)
    assert feed.of.type == name
    assert feed.service != definition.name


@pytest.mark.parametrize(("definition", "name"), COPIES)
def test_a_copy_follows_the_event_of_its_feed(definition: ServiceDefinition, name: str) -> None:
    feed = definition.projections[name].feed
    followed = [
        (one.source, one.event_type) for one in SUBSCRIPTIONS if one.service == f"{definition.name}.subscriptions"
    ]
    assert followed.count((feed.service, feed.of.type)) == 1


def test_a_state_that_is_followed_is_a_copy_that_can_be_rebuilt() -> None:
    states = {(one.service, one.type) for one in EVENTS if issubclass(one, StateEvent)}
    followed = {(one.service, one.event_type) for one in SUBSCRIPTIONS if (one.source, one.event_type) in states}
    assert followed == {
        (f"{definition.name}.subscriptions", name) for definition in SERVICES for name in definition.projections
    }


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_an_event_is_named_for_what_happened(event: type[Event]) -> None:
    name = event.__name__
    assert name.endswith(("ed", "Sent")) or "WaitingFor" in name, "events are facts in the past tense, or a state"
