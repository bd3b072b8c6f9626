"""Aggregates: the rules of a service, and the only way to change what it owns."""

import hashlib
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, object_session

from services.chassis.contract import Event, StateEvent
from services.chassis.contract.serialization import to_sorted_json
from services.chassis.persistence.columns import new_id


class Aggregate:
    """Mixed into a service's mapped classes. Methods change it and `record` what happened.

    `version` rises with every event and every change; a write that is based on an older one fails.
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
        """Something happened to it; told to the world when the transaction commits."""
        self.recorded.append((event, data))
        if session := object_session(self):  # which holds what is unchanged only as long as somebody else does
            session.info.setdefault("recorded", []).append(self)

    @property
    def recorded(self) -> list[tuple[type[Event], dict[str, Any]]]:
        """What happened since it was loaded."""
        return self.__dict__.setdefault("_recorded", [])  # type: ignore[no-any-return]

    def state_to_publish(self) -> dict[str, Any] | None:
        """The published state where it differs from what was published last, else None."""
        return None


class Published(Aggregate):
    """An aggregate that others copy: the unit of work records the complete state whenever it has changed.

    `published_version` is the version that the state had when it was told last, which is what copies have.
    """

    publishes: ClassVar[type[StateEvent]]

    published_version: Mapped[int] = mapped_column(sort_order=1001)

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"published_version": 0} | values)

    def published(self) -> dict[str, Any]:
        """The state that others may copy: the data of `publishes`."""
        raise NotImplementedError

    def state_to_publish(self) -> dict[str, Any] | None:
        data = self.published()
        digest = hashlib.sha1(to_sorted_json(data).encode(), usedforsecurity=False).hexdigest()
        if digest == self.published_digest:
            return None
        self.published_digest = digest
        return data
