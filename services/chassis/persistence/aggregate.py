"""Aggregates: mapped classes whose methods enforce the business rules. Only these methods change state."""

import hashlib
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, object_session

from services.chassis.contract import Event, StateEvent
from services.chassis.contract.serialization import to_sorted_json
from services.chassis.persistence.columns import new_id


class Aggregate:
    """Mixin for mapped classes. Its methods change the state and `record` events.

    `version` rises with every event and every change; an update based on an older version fails (StaleDataError).
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    version: Mapped[int] = mapped_column(sort_order=-1)
    published_digest: Mapped[str] = mapped_column(String(40), sort_order=1000)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy passes the class
        return {"version_id_col": cls.version, "version_id_generator": False}

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": new_id(), "version": 0, "published_digest": ""} | values)

    def record(self, event: type[Event], **data: Any) -> None:
        """Record an event; the unit of work writes it to the outbox in the same transaction."""
        self.recorded.append((event, data))
        if session := object_session(self):  # its identity map references unmodified objects weakly
            session.info.setdefault("recorded", []).append(self)

    @property
    def recorded(self) -> list[tuple[type[Event], dict[str, Any]]]:
        """Events recorded since the aggregate was loaded."""
        return self.__dict__.setdefault("_recorded", [])  # type: ignore[no-any-return]

    def state_to_publish(self) -> dict[str, Any] | None:
        """The state to publish; None if it is unchanged since the last publication."""
        return None


class Published(Aggregate):
    """An aggregate with projections in other services: the unit of work publishes its complete state when that changed.

    `published_version` is the version of the last published state, which projections have.
    """

    publishes: ClassVar[type[StateEvent]]

    published_version: Mapped[int] = mapped_column(sort_order=1001)

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"published_version": 0} | values)

    def published(self) -> dict[str, Any]:
        """The state to publish: the data of the event `publishes`."""
        raise NotImplementedError

    def state_to_publish(self) -> dict[str, Any] | None:
        data = self.published()
        digest = hashlib.sha1(to_sorted_json(data).encode(), usedforsecurity=False).hexdigest()
        if digest == self.published_digest:
            return None
        self.published_digest = digest
        return data
