"""The callers of an operation that must not get what its authorized caller gets."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.builders import a_customer, a_group, a_logged_in_user
from contracts.example_installation import ExampleInstallation

from services.chassis.contract import Caller, Kind, Operation
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS
from services.identity.contracts import Right, StaffRight

SCOPED = ("fleet", "ordering", "servicedesk")
"""Services that filter by scope. Identity does not: administrators grant scopes that they do not have themselves."""
OF_USERS = frozenset(map(str, Right))
EVERY_RIGHT = {Kind.USER: OF_USERS, Kind.STAFF: frozenset(map(str, StaffRight)), Kind.GUEST: OF_USERS}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call by an unauthorized caller. `sender`: the broker user that sends it, if not the one entitled to."""

    label: str
    caller: Caller
    sender: str = ""


@dataclass(frozen=True, slots=True)
class UnauthorizedCallers:
    """`outsider` administers another customer; `user_without_machines` has every right at the example's customer, with
    an empty group as scope."""

    installation: ExampleInstallation
    outsider: Caller
    user_without_machines: Caller

    @classmethod
    def of(cls, installation: ExampleInstallation) -> "UnauthorizedCallers":
        installation_ = installation.installation
        other_customer = a_customer(installation_, "Vreemd B.V.")
        empty_group = a_group(installation_, installation.customer, name="Lege kelder")
        return cls(
            installation,
            a_logged_in_user(installation_, other_customer, *Right, name="Vera Vreemd"),
            a_logged_in_user(installation_, installation.customer, *Right, name="Cor Blind", group_ids=[empty_group]),
        )

    def attempts(self, operation: type[Operation], authorized: Caller) -> Iterator[Attempt]:
        """All attempts that must be refused or return nothing; operations for visitors are not restricted."""
        allowed = operation.allowed
        if Kind.VISITOR not in allowed:
            yield Attempt("visitor", Caller.visitor())
            yield from self._of_other_kinds(operation)
            yield from self._without_right(operation)
            if Kind.USER in allowed:
                yield Attempt("user of another customer", self.outsider)
                yield from self._out_of_scope(operation, authorized)
            if Kind.GUEST in allowed:
                yield Attempt("guest of another customer", replace(authorized, customer_id=self.outsider.customer_id))
                yield Attempt("guest of another machine", replace(authorized, resource_id=uuid.uuid4()))
        if operation.writes and Kind.USER in allowed:
            yield Attempt("impersonator", replace(self._user, impersonated_by="Ans Mulder"))
        yield from _wrong_senders(authorized)

    @property
    def _user(self) -> Caller:
        """Of the same customer, with every right and all machines."""
        return replace(self.user_without_machines, scope="all")

    def _of_other_kinds(self, operation: type[Operation]) -> Iterator[Attempt]:
        """A caller of each kind that is not allowed, with every right it can have; and another customer's collector."""
        customer = self.installation.customer.id
        collector = Caller(kind=Kind.COLLECTOR, person_id="collector", customer_id=customer)
        callers_of_kinds = {
            "guest": self._guest,
            "collector": collector,
            "service": Caller.service("notify"),
            "user": self._user,
            "staff": Caller.operator(*StaffRight),
        }
        yield from (
            Attempt(label, caller) for label, caller in callers_of_kinds.items() if caller.kind not in operation.allowed
        )
        if Kind.COLLECTOR in operation.allowed:
            yield Attempt(
                "collector of another customer",
                replace(collector, customer_id=self.outsider.customer_id),
            )

    @property
    def _guest(self) -> Caller:
        """At the example's machine, without a right."""
        machine, customer = uuid.UUID(self.installation.machine_id), self.installation.customer.id
        return Caller(kind=Kind.GUEST, person_id="guest", customer_id=customer, resource_id=machine)

    def _without_right(self, operation: type[Operation]) -> Iterator[Attempt]:
        for kind, right in operation.allowed.items():
            if right is not None:
                caller = {Kind.USER: self._user, Kind.GUEST: self._guest}.get(kind, Caller.operator())
                yield Attempt(f"{kind} without the right", replace(caller, rights=EVERY_RIGHT[kind] - {str(right)}))

    def _out_of_scope(self, operation: type[Operation], authorized: Caller) -> Iterator[Attempt]:
        if operation.service in SCOPED:
            yield Attempt("user out of scope", self.user_without_machines)
            if authorized.kind is Kind.USER:
                yield Attempt("same user without scope", replace(authorized, scope=()))


def _wrong_senders(authorized: Caller) -> Iterator[Attempt]:
    """Broker users that may not send calls of the authorized caller. Every broker user may send calls of visitors."""
    senders = {
        Kind.SERVICE: (GATEWAY, OPS, "ordering" if authorized.person_id != "ordering" else "fleet"),
        Kind.STAFF: ("notify", "somebody"),
        Kind.VISITOR: (),
    }.get(authorized.kind, (OPS, "notify", "somebody"))
    for sender in senders:
        yield Attempt(f"broker user {sender}", authorized, sender)
    if authorized.kind is Kind.STAFF:
        yield Attempt("gateway as operator", replace(authorized, rights=authorized.rights | {OPERATE}), GATEWAY)
