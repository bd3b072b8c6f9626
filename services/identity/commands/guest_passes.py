"""Commands on the passes of guests."""

from collections.abc import Sequence
from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.rate_limits import reset_after_success
from services.identity.contracts import GuestAction
from services.identity.contracts.guest_actions import PASS_RIGHTS
from services.identity.model import GuestPass
from services.identity.model.guest_pass import PASS_LIFETIME


def issue_guest_passes(
    uow: UnitOfWork,
    caller: Caller,
    machine: dict[str, Any],
    actions: Sequence[GuestAction],
    counted_subjects: dict[str, bool],
    **_: Any,
) -> dict[str, Any]:
    """A pass for each action at this machine that needs one; `prepare` found both. The attempt no longer counts."""
    reset_after_success(uow, counted_subjects)
    passes = []
    for action in (action for action in actions if action in PASS_RIGHTS):
        guest_pass, token = GuestPass.issue(machine["machine_id"], machine["customer_id"], action, uow.now)
        uow.add(guest_pass)
        passes.append({"action": action, "token": token})
    return {"machine": machine, "actions": actions, "passes": passes, "expires_at": uow.now + PASS_LIFETIME}
