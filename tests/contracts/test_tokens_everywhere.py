"""What a token alone opens: nothing by one that was made up, nothing for somebody who may not come in any more.

Made from all operations that are open to visitors and take a token (docs/security.md#authorization).
"""

from typing import Any
from uuid import UUID

import pytest
from contracts.accounts import as_administrator
from contracts.builders import PASSWORD, an_account, logged_in
from contracts.declared import OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.situations import SITUATIONS
from contracts.tables import all_rows, changes, quiet
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, Kind, NotFound, Operation
from services.identity import contracts as identity
from services.identity.model import Link, LoginSession
from services.identity.model.link import parts_of
from services.identity.model.session import hash_of

VISITOR = Caller.visitor()
OPENED_BY_TOKEN = [one for one in OWN_OPERATIONS if Kind.VISITOR in one.allowed and "token" in one.request.fields]
ENDING = (identity.LogOut, identity.StopImpersonation)
"""They answer alike whether there was anything to end."""
UNSEEN = (*ENDING, identity.TouchSession)
"""Nobody gets in by these: a session is found before it is used."""
OF_DUMMY_HASH_YET = (identity.ConfirmRegistration,)
"""Their links are those of somebody who has no account yet."""
OF_AN_ACCOUNT = [one for one in OPENED_BY_TOKEN if one not in UNSEEN + OF_DUMMY_HASH_YET]


@pytest.mark.parametrize("operation", OPENED_BY_TOKEN, ids=named)
def test_a_token_that_was_made_up_opens_and_changes_nothing(
    operation: type[Operation], tried_installation: ExampleInstallation
) -> None:
    request = _request(operation, tried_installation)
    token = request["token"]
    quiet(tried_installation.installation)
    before = all_rows(tried_installation.installation)
    made_up = ["", "x" * len(token), token[:-1] + ("A" if token[-1] != "A" else "B"), token.upper(), f"{token}x"]
    told = {one: _outcome(tried_installation, operation, VISITOR, request | {"token": one}) for one in made_up}
    right = [{}] if operation in ENDING else [401, 404]
    assert {token: said for token, said in told.items() if said not in right} == {}
    assert changes(before, all_rows(tried_installation.installation), but=["identity.idempotency_keys"]) == {}


@pytest.mark.parametrize("operation", OF_AN_ACCOUNT, ids=named)
def test_a_token_of_somebody_who_was_deactivated_opens_and_changes_nothing(
    operation: type[Operation], tried_installation: ExampleInstallation
) -> None:
    request = _request(operation, tried_installation)
    user = {"person_id": _owner(tried_installation, request["token"])}
    assert user["person_id"]
    administrator = as_administrator(tried_installation)
    tried_installation.installation.call(identity.DeactivateUser, administrator, **user)
    quiet(tried_installation.installation)
    before = all_rows(tried_installation.installation)
    assert _outcome(tried_installation, operation, VISITOR, request) in (401, 404)
    assert changes(before, all_rows(tried_installation.installation)) == {}
    tried_installation.installation.call(identity.ReactivateUser, administrator, **user)


def test_who_was_deactivated_neither_logs_in_nor_goes_on_elsewhere(tried_installation: ExampleInstallation) -> None:
    installation, customer = tried_installation.installation, tried_installation.customer
    email = an_account(installation, customer)
    caller, session = (
        logged_in(installation, email),
        installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD),
    )
    installation.call(identity.DeactivateUser, as_administrator(tried_installation), person_id=caller.person_id)
    assert _outcome(tried_installation, identity.LogIn, VISITOR, {"email": email, "password": PASSWORD}) == 401
    switch = {"token": session["token"], "customer_id": str(customer.id)}
    assert _outcome(tried_installation, identity.SwitchCustomer, caller, switch) == NotFound.status


def _request(operation: type[Operation], installation: ExampleInstallation) -> dict[str, Any]:
    assert operation in SITUATIONS, f"tell in tests/contracts/situations.py when {operation.__name__} works"
    request, _ = operation.example
    return SITUATIONS[operation](installation, dict(request))[1]


def _outcome(
    installation: ExampleInstallation, operation: type[Operation], caller: Caller, request: dict[str, Any]
) -> Any:
    """The answer, or the status of its refusal."""
    try:
        return installation.installation.call(operation, caller, **request)
    except ContractError as refusal:
        return refusal.status


def _owner(installation: ExampleInstallation, token: str) -> UUID | None:
    """Whose link or session it is; None for a link of somebody who has no account yet."""
    link_id, _ = parts_of(token)
    of_link = select(Link.person_id).where(Link.id == link_id)
    of_session = select(LoginSession.person_id).where(LoginSession.token_hash == hash_of(token))
    (row,) = installation.installation.rows("identity", of_link if link_id else of_session)
    return row.person_id  # type: ignore[no-any-return]
