"""What a try of somebody who is not the rightful caller must come to: one expectation for each operation and caller.

They follow from what an operation declares: who is allowed, and what its request names. Exceptions say why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.others import Try
from contracts.samples import named

from services.chassis.contract import (
    Caller,
    ContractError,
    ImpersonationReadOnly,
    Kind,
    NotAllowed,
    NotLoggedIn,
    Operation,
)
from services.fleet import contracts as fleet
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

REFUSALS: Mapping[str, type[ContractError]] = {
    "told to log in": NotLoggedIn,
    "not allowed": NotAllowed,
    "only looking": ImpersonationReadOnly,
    "machine not found": fleet.MachineNotFound,
}
HIDDEN = "as if it did not exist"
"""Not found, or unknown: told in the same words as of what nobody has."""
NOTHING_OF_OURS = "nothing of ours told or changed"
"""Any answer without what is ours in it: lists without our rows, counts without them, changes elsewhere."""
OWN = "what is hidden is not told"
"""The same, of what is one's own and may be changed."""

NARROWED = "the same one, whose scope was taken away"
EXCEPTIONS: Mapping[tuple[type[Operation], str], str] = {
    # Groups are for everybody at the customer: who sees a part of the machines makes none.
    (fleet.CreateGroup, "user out of scope"): "not allowed",
    (fleet.CreateGroup, NARROWED): "not allowed",
    # A basket stays one's own when its machines are hidden: they are not shown in it, nor ordered from it.
    (ordering.SetDraftDelivery, NARROWED): OWN,
    (ordering.ChangeDraft, NARROWED): OWN,
    (ordering.GetDraft, NARROWED): OWN,
    (ordering.PlaceDraft, NARROWED): "machine not found",
    # A message to the dealer is its sender's, and about no machine.
    (servicedesk.GetContactMessage, NARROWED): OWN,
    (servicedesk.ListContactMessages, NARROWED): OWN,
    (servicedesk.SendContactMessage, NARROWED): OWN,
    (servicedesk.SendContactMessage, "user out of scope"): OWN,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A request that works for its rightful caller."""

    operation: type[Operation]
    caller: Caller
    request: dict[str, Any]


def expected(sample: Sample, tried: Try) -> str:
    allowed, caller = sample.operation.allowed, tried.caller
    if tried.sender:
        return "not allowed"
    if caller.kind not in allowed:
        return "told to log in" if caller.kind is Kind.VISITOR else "not allowed"
    if not caller.has_right(allowed[caller.kind]):
        return "not allowed"
    if caller.impersonated_by:
        return "only looking"
    otherwise = HIDDEN if named(sample.operation.request, sample.request) else NOTHING_OF_OURS
    return EXCEPTIONS.get((sample.operation, tried.who), otherwise)
