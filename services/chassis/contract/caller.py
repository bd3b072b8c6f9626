"""The caller of an operation: sent in the headers of every call and checked by the service that owns the data."""

import enum
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self
from uuid import UUID

from services.chassis.contract.characters import is_storable

GATEWAY = "gateway"
OPS = "ops"
"""Broker users beside the services: the gateway, and the command line of the operator."""

ACCOUNT_OWNER = "identity"
"""The service that owns the accounts, and so collects what all services have stored about a person."""

OPERATE = "operate"
"""The right to operate a service's internals. No user account has it; only the broker user `ops` may claim it."""

MANAGE_BUS = "manage_bus"
"""The right to list, replay and drop dead letters, without seeing their content."""


class Kind(enum.StrEnum):
    """`visitor`: a person who is not logged in; `service`: a program, of the installation or of a customer."""

    VISITOR = "visitor"
    GUEST = "guest"
    USER = "user"
    STAFF = "staff"
    COLLECTOR = "collector"
    SERVICE = "service"


Scope = Literal["all"] | tuple[UUID, ...]
"""The resources a user sees: all of the customer, or those in these groups. An empty tuple means none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The person or program on whose behalf an operation runs.

    `person_id` is the user's id, or the program's name for services. `resource_id` is the resource that a guest's pass
    gives access to. `impersonated_by` is set while someone impersonates this user: such a caller cannot execute
    commands.
    """

    kind: Kind
    person_id: str = ""
    customer_id: UUID | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    scope: Scope = ()
    language: str = "nl"
    resource_id: UUID | None = None
    impersonated_by: str = ""

    @classmethod
    def visitor(cls, language: str = "nl") -> Self:
        return cls(kind=Kind.VISITOR, language=language)

    @classmethod
    def service(cls, name: str) -> Self:
        """A service calling on its own behalf."""
        return cls(kind=Kind.SERVICE, person_id=name, scope="all")

    @classmethod
    def operator(cls, *rights: str, name: str = "ops") -> Self:
        """A member of staff at the command line."""
        return cls(kind=Kind.STAFF, person_id=name, rights=frozenset(rights), scope="all")

    @property
    def user_id(self) -> UUID | None:
        """`person_id` as a UUID; None for programs and visitors."""
        return UUID(self.person_id) if self.kind in (Kind.USER, Kind.STAFF) and len(self.person_id) == 36 else None

    @property
    def is_staff(self) -> bool:
        return self.kind is Kind.STAFF

    @property
    def groups_in_scope(self) -> tuple[UUID, ...] | None:
        """The groups to which a user is limited, empty for other kinds of callers; None if nothing is out of scope."""
        return None if self.is_staff or self.scope == "all" else self.scope

    def has_right(self, right: str | None) -> bool:
        return right is None or str(right) in self.rights

    def with_language(self, language: str) -> "Caller":
        return replace(self, language=language)

    def limited_to(self, customer_id: UUID, scope: Scope) -> "Caller":
        """The service caller restricted to a user's customer and scope."""
        return replace(self, customer_id=customer_id, scope=scope)

    def to_wire(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "person_id": self.person_id,
            "customer_id": str(self.customer_id) if self.customer_id else None,
            "rights": sorted(str(right) for right in self.rights),
            "scope": "all" if self.scope == "all" else [str(group) for group in self.scope],
            "language": self.language,
            "resource_id": str(self.resource_id) if self.resource_id else None,
            "impersonated_by": self.impersonated_by,
        }

    @classmethod
    def from_wire(cls, claim: Any) -> Self:
        """Parse a claim; raises ValueError if it is malformed or contains text that no database
        stores. Missing fields give no rights and no scope."""
        try:
            scope = claim.get("scope", [])
            return cls(
                kind=Kind(claim["kind"]),
                person_id=_storable(claim.get("person_id", "")),
                customer_id=UUID(claim["customer_id"]) if claim.get("customer_id") else None,
                rights=frozenset(map(_storable, claim.get("rights", ()))),
                scope="all" if scope == "all" else tuple(map(UUID, scope)),
                language=_storable(claim.get("language", "nl")),
                resource_id=UUID(claim["resource_id"]) if claim.get("resource_id") else None,
                impersonated_by=_storable(claim.get("impersonated_by", "")),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError("not a caller") from error


def _storable(value: Any) -> str:
    if not isinstance(value or "", str) or not is_storable(value or ""):
        raise ValueError("not a text")
    return value or ""
