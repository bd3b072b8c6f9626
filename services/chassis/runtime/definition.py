"""The definition of a service, from which a process runs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, Command
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence.personal_data import Declaration
from services.chassis.persistence.retention_rules import RetentionRule
from services.chassis.persistence.unit_of_work import UnitOfWork

RemoveAccount = Callable[[UnitOfWork, Caller, UUID], None]
EraseFiles = Callable[[Any, Sequence[UUID]], bool]
"""Takes the context of a `prepare` step and the ids of a person; returns True when there was nothing left to erase."""


def _no_account(_uow: UnitOfWork, _caller: Caller, _person_id: UUID) -> None:
    """The service owns no accounts."""


def _no_files(_context: Any, _ids: Sequence[UUID]) -> bool:
    """The service has no files."""
    return True


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """Definition of a service: its nameko classes for calls and for events, and its projections.

    `retention_rules` say how long rows of its own tables are kept.
    `computes`: its `prepare` steps use `cpu_slot`, and calls that wait for it occupy no worker.
    `startup_commands` are run as jobs each time an installation starts, to load data that comes with the software.
    `low_priority`: in a process of its own the service runs at a lower CPU priority, since no person waits for it.
    `personal_data` declares the personal columns of its tables. Of an erased person, `remove_account` removes the
    account from the service that owns the accounts, if there is one, and `erase_files` erases files of the service,
    with the rows that belong to them.
    """

    calls: type
    events: type
    projections: Sequence[ProjectionSpec] = ()
    retention_rules: Sequence[RetentionRule] = ()
    computes: bool = False
    startup_commands: Sequence[type[Command]] = ()
    low_priority: bool = False
    personal_data: Sequence[Declaration] = ()
    remove_account: RemoveAccount = _no_account
    erase_files: EraseFiles = _no_files

    @property
    def name(self) -> str:
        return str(self.calls.name)  # type: ignore[attr-defined]
