"""Forged tokens and tokens of deactivated users read and change nothing.

Generated from all operations that visitors may call with a token (docs/security.md#authorization).
"""

from typing import Any
from uuid import UUID

import pytest
from contracts.accounts import as_administrator
from contracts.builders import PASSWORD, an_account, logged_in
from contracts.declarations import OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.situations import SITUATIONS
from contracts.snapshots import all_rows, changed_rows, wait_until_idle
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, Kind, NotFound, Operation
from services.chassis.persistence.link_tokens import parts_of
from services.identity import contracts as identity
from services.identity.model import Link, LoginSession
from services.identity.model.session import hash_of
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

VISITOR = Caller.visitor()
TOKEN_OPERATIONS = [one for one in OWN_OPERATIONS if Kind.VISITOR in one.allowed and "token" in one.request.fields]
SESSION_ENDING = (identity.LogOut, identity.StopImpersonation)
"""They return the same whether or not the session exists."""
WITHOUT_CHECK_OF_ACCOUNT = (*SESSION_ENDING, identity.TouchSession)
"""They do not authenticate: `get_session` has verified the session before."""
WITHOUT_ACCOUNT = (
    identity.ConfirmRegistration, identity.GetGuestPass, ordering.GetGuestOrderStatus,
    servicedesk.GetGuestRequestStatus,
)  # fmt: skip
"""Their tokens belong to a person without an account."""
ACCOUNT_OPERATIONS = [one for one in TOKEN_OPERATIONS if one not in WITHOUT_CHECK_OF_ACCOUNT + WITHOUT_ACCOUNT]


@pytest.mark.parametrize("operation", TOKEN_OPERATIONS, ids=named)
def test_forged_token_reads_and_changes_nothing(
    operation: type[Operation], attempts_installation: ExampleInstallation
) -> None:
    request = _request(operation, attempts_installation)
    token = request["token"]
    wait_until_idle(attempts_installation.installation)
    before = all_rows(attempts_installation.installation)
    forged_tokens = ["", "x" * len(token), token[:-1] + ("A" if token[-1] != "A" else "B"), token.upper(), f"{token}x"]
    outcomes = {
        one: _outcome(attempts_installation, operation, VISITOR, request | {"token": one}) for one in forged_tokens
    }
    allowed_outcomes = [{}] if operation in SESSION_ENDING else [401, 404]
    assert {token: outcome for token, outcome in outcomes.items() if outcome not in allowed_outcomes} == {}
    assert (
        changed_rows(before, all_rows(attempts_installation.installation), ignored_tables=["identity.idempotency_keys"])
        == {}
    )


@pytest.mark.parametrize("operation", ACCOUNT_OPERATIONS, ids=named)
def test_token_of_a_deactivated_user_reads_and_changes_nothing(
    operation: type[Operation], attempts_installation: ExampleInstallation
) -> None:
    request = _request(operation, attempts_installation)
    user = {"person_id": _owner(attempts_installation, request["token"])}
    assert user["person_id"]
    administrator = as_administrator(attempts_installation)
    attempts_installation.installation.call(identity.DeactivateUser, administrator, **user)
    wait_until_idle(attempts_installation.installation)
    before = all_rows(attempts_installation.installation)
    assert _outcome(attempts_installation, operation, VISITOR, request) in (401, 404)
    assert changed_rows(before, all_rows(attempts_installation.installation)) == {}
    attempts_installation.installation.call(identity.ReactivateUser, administrator, **user)


def test_deactivated_user_can_neither_log_in_nor_switch_customer(attempts_installation: ExampleInstallation) -> None:
    installation, customer = attempts_installation.installation, attempts_installation.customer
    email = an_account(installation, customer)
    caller, session = (
        logged_in(installation, email),
        installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD),
    )
    installation.call(identity.DeactivateUser, as_administrator(attempts_installation), person_id=caller.person_id)
    assert _outcome(attempts_installation, identity.LogIn, VISITOR, {"email": email, "password": PASSWORD}) == 401
    switch = {"token": session["token"], "customer_id": str(customer.id)}
    assert _outcome(attempts_installation, identity.SwitchCustomer, caller, switch) == NotFound.status


def _request(operation: type[Operation], installation: ExampleInstallation) -> dict[str, Any]:
    assert operation in SITUATIONS, f"add a situation for {operation.__name__} to tests/contracts/situations.py"
    request, _ = operation.example
    return SITUATIONS[operation](installation, dict(request))[1]


def _outcome(
    installation: ExampleInstallation, operation: type[Operation], caller: Caller, request: dict[str, Any]
) -> Any:
    """The response, or the status of the error."""
    try:
        return installation.installation.call(operation, caller, **request)
    except ContractError as refusal:
        return refusal.status


def _owner(installation: ExampleInstallation, token: str) -> UUID | None:
    """The person of the link or session; None for a link of a person without an account."""
    link_id, _ = parts_of(token)
    of_link = select(Link.person_id).where(Link.id == link_id)
    of_session = select(LoginSession.person_id).where(LoginSession.token_hash == hash_of(token))
    (row,) = installation.installation.rows("identity", of_link if link_id else of_session)
    return row.person_id  # type: ignore[no-any-return]
