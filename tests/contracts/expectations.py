"""The expected outcome of each attempt of an unauthorized caller.

It follows from what the operation declares (`allowed`) and from the ids in the request; exceptions state the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.schema_values import referenced_values
from contracts.unauthorized_callers import Attempt

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
from services.identity import contracts as identity
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

REFUSALS: Mapping[str, type[ContractError]] = {
    "not logged in": NotLoggedIn,
    "not allowed": NotAllowed,
    "impersonation is read-only": ImpersonationReadOnly,
    "machine not found": fleet.MachineNotFound,
    "lines unavailable": ordering.DraftLinesUnavailable,
    "last administrator": identity.LastAdministrator,
}
NOT_FOUND = "as if it did not exist"
"""Not found or unknown, identical to the response for an id that does not exist."""
NOTHING_OF_THE_CUSTOMER = "no data of the customer returned or changed"
"""Any response without the customer's data: lists and counts without its rows, changes of other rows."""
OWN_DATA = "no hidden machine returned"
"""The caller may read and change the resource, which is the caller's own, but not see hidden machines in it."""

PUBLIC = "the same as to everybody"
"""What the operation returns and changes belongs to no customer."""
PUBLIC_OPERATIONS = {
    servicedesk.CountArticleSolved,
    servicedesk.GetArticle,
    servicedesk.GetPicture,
    servicedesk.ListArticles,
    servicedesk.RateArticle,
    servicedesk.SearchArticles,
    servicedesk.SuggestArticles,
}

SCOPE_REMOVED = "same user without scope"
EXCEPTIONS: Mapping[tuple[type[Operation], str], str] = {
    # Groups are shared by all users of the customer: a user who sees a part of the machines cannot create one.
    (fleet.CreateGroup, "user out of scope"): "not allowed",
    (fleet.CreateGroup, SCOPE_REMOVED): "not allowed",
    # What a user ordered and asked for, also for machines that are out of scope by now.
    (ordering.CountOwnOrders, SCOPE_REMOVED): OWN_DATA,
    (servicedesk.CountOwnServiceRequests, SCOPE_REMOVED): OWN_DATA,
    # Ids of persons whom the caller may not know are left out.
    (identity.ListPersonNames, "user of another customer"): NOTHING_OF_THE_CUSTOMER,
    # A user gets the own customer's machines in scope.
    (fleet.ExportMachineGroups, "user out of scope"): NOTHING_OF_THE_CUSTOMER,
    # Everybody reads the own consents, whose wordings are the same for all.
    (identity.GetConsents, "user of another customer"): OWN_DATA,
    # Everybody removes their own account; this caller's customer has no other administrator.
    (identity.RemoveOwnAccount, "user of another customer"): "last administrator",
    # A draft still belongs to its user when its machines are hidden: it does not show them, nor can they be ordered.
    (ordering.SetDraftDelivery, SCOPE_REMOVED): OWN_DATA,
    (ordering.ChangeDraft, SCOPE_REMOVED): OWN_DATA,
    (ordering.GetDraft, SCOPE_REMOVED): OWN_DATA,
    (ordering.PlaceDraft, SCOPE_REMOVED): "lines unavailable",
    # Machines that are out of scope or do not exist are left out.
    (ordering.ListOffers, "user of another customer"): NOTHING_OF_THE_CUSTOMER,
    (ordering.ListOffers, "user out of scope"): NOTHING_OF_THE_CUSTOMER,
    (ordering.ListOffers, SCOPE_REMOVED): NOTHING_OF_THE_CUSTOMER,
    # A message to the dealer belongs to its sender and is not about a machine.
    (servicedesk.GetContactMessage, SCOPE_REMOVED): OWN_DATA,
    (servicedesk.ListContactMessages, SCOPE_REMOVED): OWN_DATA,
    (servicedesk.SendContactMessage, SCOPE_REMOVED): OWN_DATA,
    (servicedesk.SendContactMessage, "user out of scope"): OWN_DATA,
}


@dataclass(frozen=True, slots=True)
class ValidCall:
    """A request that succeeds for its authorized caller."""

    operation: type[Operation]
    caller: Caller
    request: dict[str, Any]


def expected_outcome(call: ValidCall, attempt: Attempt) -> str:
    allowed, caller = call.operation.allowed, attempt.caller
    if attempt.sender:
        return "not allowed"
    if caller.kind not in allowed:
        return "not logged in" if caller.kind is Kind.VISITOR else "not allowed"
    if not caller.has_right(allowed[caller.kind]):
        return "not allowed"
    if caller.impersonated_by:
        return "impersonation is read-only"
    if call.operation in PUBLIC_OPERATIONS:
        return PUBLIC
    default = NOT_FOUND if referenced_values(call.operation.request, call.request) else NOTHING_OF_THE_CUSTOMER
    return EXCEPTIONS.get((call.operation, attempt.label), default)
