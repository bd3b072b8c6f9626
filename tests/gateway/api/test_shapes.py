"""The frozen shapes take what the services tell, and tell what the services take."""

import inspect
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from marshmallow import Schema, fields

from gateway.api.schemas import access_requests, account, audit, groups, machines, registrations, sessions, users
from gateway.api.schemas.fields import OpenEnum, ResponseSchema
from services.fleet import contracts as fleet
from services.fleet.contracts.supplies import LevelDirection
from services.identity import contracts as identity
from services.identity.contracts.languages import Language

MODULES = (access_requests, account, audit, groups, machines, registrations, sessions, users)
WORDS: list[tuple[tuple[str, ...], type[StrEnum]]] = [
    (sessions.LANGUAGES, Language),
    (users.RIGHTS, identity.Right),
    (users.STATUSES, identity.UserStatus),
    (audit.ACTIONS, identity.AuditAction),
    (registrations.STATUSES, identity.RegistrationStatus),
    (registrations.DOUBTS, identity.Doubt),
    (registrations.POLICIES, identity.SelfRegistration),
    (access_requests.STATUSES, identity.AccessStatus),
    (machines.MONITORING, fleet.Monitoring),
    (machines.CONDITIONS, fleet.Condition),
    (machines.SORTS, fleet.MachineSort),
    (machines.KINDS, fleet.SupplyKind),
    (machines.COLOURS, fleet.SupplyColour),
    (machines.STATES, fleet.LevelState),
    (machines.DIRECTIONS, LevelDirection),
]
PAIRS: list[tuple[type[Schema], type[Any]]] = [
    (account.Account, identity.GetAccount),
    (account.OwnSessions, identity.ListSessions),
    (sessions.Session, identity.GetSession),
    (users.UserPage, identity.ListUsers),
    (users.User, identity.GetUser),
    (groups.GroupPage, fleet.ListGroups),
    (groups.UsersOf, identity.AddUsersToGroup),
    (machines.MachinePage, fleet.ListMachines),
    (machines.MachineDetail, fleet.GetMachine),
    (machines.Hidden, fleet.GetHiddenMachine),
    (audit.AuditPage, identity.ListAudit),
    (registrations.RegistrationPage, identity.ListRegistrations),
    (registrations.SelfRegistration, identity.GetSelfRegistration),
    (access_requests.AccessRequestPage, identity.ListAccessRequests),
    (access_requests.AskedAccess, identity.RequestMachineAccess),
]
KEPT_BACK = {"membership_id", "impersonated_by", "to_touch", "previous", "person_id", "staff", "name", "email",
    "telephone", "language"}  # fmt: skip
"""What the API does not tell where a service does, or in an object of its own (`person`)."""


WORDS_KEPT_BACK = {"unconfirmed"}
"""What no service ever tells: nobody is shown a request whose address is not confirmed."""


@pytest.mark.parametrize(("words", "contract"), WORDS, ids=lambda one: getattr(one, "__name__", ""))
def test_the_words_of_the_api_are_those_of_the_contract(words: tuple[str, ...], contract: type[StrEnum]) -> None:
    """One more there is added here; one less there is a new version here."""
    assert set(words) == {str(word) for word in contract} - WORDS_KEPT_BACK


def test_every_word_of_the_api_is_compared_with_a_contract() -> None:
    compared = {words for words, _ in WORDS}
    assert {word.words for schema in _schemas() for word in _words(schema().fields.values())} == compared


@pytest.mark.parametrize(("shape", "operation"), PAIRS, ids=lambda one: one.__name__)
def test_what_a_service_tells_is_told(shape: type[Schema], operation: type[Any]) -> None:
    """A field that a contract gains is told by the API too, or is in KEPT_BACK for a reason."""
    untold = set(_paths(operation.response)) - set(_paths(shape()))
    assert {path for path in untold if path.split(".")[-1] not in KEPT_BACK} == set()


def _paths(schema: Schema, before: str = "") -> Iterator[str]:
    for name, field in schema.fields.items():
        path = f"{before}{field.attribute or name}"
        yield path
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _paths(inner.schema, f"{path}.")


def _schemas() -> set[type[Schema]]:
    found = {one for module in MODULES for one in vars(module).values() if inspect.isclass(one)}
    return {one for one in found if issubclass(one, Schema) and one not in (Schema, ResponseSchema)}


def _words(of: Any) -> Iterator[OpenEnum]:
    for field in of:
        if isinstance(field, OpenEnum):
            yield field
        elif isinstance(field, fields.List):
            yield from _words([field.inner])
