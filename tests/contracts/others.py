"""Everybody who calls an operation and should not get what its rightful caller gets."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.builders import a_customer, a_group, a_person
from contracts.example_installation import ExampleInstallation

from services.chassis.contract import Caller, Kind, Operation
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS
from services.identity.contracts import Right, StaffRight

SCOPED = ("fleet", "ordering", "servicedesk")
"""Services with rows about machines. Identity keeps people: who administers users gives what he does not see."""
EVERY_RIGHT = {Kind.USER: frozenset(map(str, Right)), Kind.STAFF: frozenset(map(str, StaffRight))}


@dataclass(frozen=True, slots=True)
class Try:
    """One caller's try: who it is in a word, as whom the bus is asked to take him, and who really sends."""

    who: str
    caller: Caller
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """`stranger` administers another customer; `colleague` may do all at the same one, and sees a group of nothing."""

    installation: ExampleInstallation
    stranger: Caller
    colleague: Caller

    @classmethod
    def of(cls, installation: ExampleInstallation) -> "Others":
        running = installation.installation
        elsewhere = a_customer(running, "Vreemd B.V.")
        empty = a_group(running, installation.customer, name="Lege kelder")
        return cls(
            installation,
            a_person(running, elsewhere, *Right, name="Vera Vreemd"),
            a_person(running, installation.customer, *Right, name="Cor Blind", group_ids=[empty]),
        )

    def tries(self, operation: type[Operation], rightful: Caller) -> Iterator[Try]:
        """All that must be refused or see nothing. What is open to visitors asks nobody who he is."""
        allowed = operation.allowed
        if Kind.VISITOR not in allowed:
            yield Try("visitor", Caller.visitor())
            yield from self._kinds(operation)
            yield from self._without_right(operation)
            if Kind.USER in allowed:
                yield Try("user of another customer", self.stranger)
                yield from self._out_of_scope(operation, rightful)
        if operation.writes and Kind.USER in allowed:
            yield Try("who looks as a user", replace(self._user, impersonated_by="Ans Mulder"))
        yield from _impostors(rightful)

    @property
    def _user(self) -> Caller:
        """Of the same customer, with every right, and seeing all machines."""
        return replace(self.colleague, scope="all")

    def _kinds(self, operation: type[Operation]) -> Iterator[Try]:
        """Those of kinds that are not allowed, with whatever such a one can have; and another customer's collector."""
        customer, machine = self.installation.customer.id, uuid.UUID(self.installation.machine_id)
        collector = Caller(kind=Kind.COLLECTOR, person_id="collector", customer_id=customer)
        whole = {
            "guest": Caller(kind=Kind.GUEST, person_id="guest", customer_id=customer, resource_id=machine),
            "collector": collector,
            "service": Caller.service("notify"),
            "user": self._user,
            "staff": Caller.operator(*StaffRight),
        }
        yield from (Try(who, caller) for who, caller in whole.items() if caller.kind not in operation.allowed)
        if Kind.COLLECTOR in operation.allowed:
            yield Try("collector of another customer", replace(collector, customer_id=self.stranger.customer_id))

    def _without_right(self, operation: type[Operation]) -> Iterator[Try]:
        for kind, right in operation.allowed.items():
            if right is not None:
                caller = self._user if kind is Kind.USER else Caller.operator()
                yield Try(f"{kind} without the right", replace(caller, rights=EVERY_RIGHT[kind] - {str(right)}))

    def _out_of_scope(self, operation: type[Operation], rightful: Caller) -> Iterator[Try]:
        if operation.service in SCOPED:
            yield Try("user out of scope", self.colleague)
            if rightful.kind is Kind.USER:
                yield Try("the same one, whose scope was taken away", replace(rightful, scope=()))


def _impostors(rightful: Caller) -> Iterator[Try]:
    """Broker users who may not speak for the rightful caller. Anybody may speak for a visitor, who is nobody."""
    senders = {
        Kind.SERVICE: (GATEWAY, OPS, "ordering" if rightful.person_id != "ordering" else "fleet"),
        Kind.STAFF: ("notify", "somebody"),
        Kind.VISITOR: (),
    }.get(rightful.kind, (OPS, "notify", "somebody"))
    for sender in senders:
        yield Try(f"broker user {sender}", rightful, sender)
    if rightful.kind is Kind.STAFF:
        yield Try("gateway that operates", replace(rightful, rights=rightful.rights | {OPERATE}), GATEWAY)
