"""Event envelope: CloudEvents 1.0 in structured JSON mode (application/cloudevents+json)."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.contract.serialization import to_json

SPECIFICATION = "1.0"


LARGEST_VERSION = 2**31 - 1
"""That of the databases' columns."""


class Undecodable(ValueError):
    """The body is not a CloudEvent in the form that `Envelope` describes, or its data cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`time` is UTC; `version` is the aggregate's; `deleted` marks a tombstone, whose data is only the subject."""

    id: UUID
    source: str
    type: str
    time: dt.datetime
    subject: str
    version: int
    correlation_id: str
    data: dict[str, Any]
    deleted: bool = False

    def to_wire(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "specversion": SPECIFICATION,
            "id": str(self.id),
            "source": f"/{self.source}",
            "type": self.type,
            "time": self.time.isoformat(),
            "subject": self.subject,
            "datacontenttype": "application/json",
            "aggregateversion": self.version,
            "correlationid": self.correlation_id,
            "data": self.data,
        }
        return document | ({"deleted": True} if self.deleted else {})

    def to_bytes(self) -> bytes:
        return to_json(self.to_wire()).encode()

    @classmethod
    def from_bytes(cls, body: bytes | str) -> "Envelope":
        """Raises Undecodable."""
        try:
            document = json.loads(body)
            if document["specversion"] != SPECIFICATION:
                raise Undecodable(f"CloudEvents {document['specversion']} is not {SPECIFICATION}")
            version = int(document["aggregateversion"])
            if abs(version) > LARGEST_VERSION:
                raise Undecodable("aggregateversion has more than 32 bits")
            return cls(
                id=UUID(document["id"]),
                source=document["source"].strip("/"),
                type=str(document["type"]),
                time=dt.datetime.fromisoformat(document["time"]).astimezone(dt.UTC),
                subject=str(document["subject"]),
                version=version,
                correlation_id=str(document.get("correlationid", "")),
                data=dict(document["data"]),
                deleted=bool(document.get("deleted", False)),
            )
        except Exception as error:  # also RecursionError and OverflowError: every delivery would raise it again
            raise Undecodable(f"{type(error).__name__}: {error}") from error
