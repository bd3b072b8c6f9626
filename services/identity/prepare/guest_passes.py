"""Steps before the transaction of guests' operations: counting attempts, and the machine from fleet."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, ContractError
from services.chassis.contract.network_address import network_of
from services.chassis.contract.plain_text import letters_and_digits
from services.chassis.persistence.rate_limits import Counted, subject_of
from services.chassis.runtime.prepare_context import PrepareContext
from services.fleet.contracts import FindGuestMachine
from services.identity import queries
from services.identity.contracts import GuestMachineNotFound, GuestPassExpired
from services.identity.model.rate_limits import (
    GUEST_LABELS_FROM_IP,
    GUEST_NUMBER,
    GUEST_NUMBER_FROM_IP,
    GUEST_NUMBERS_FROM_IP,
    GUEST_PASSES_FROM_IP,
)

Request = dict[str, Any]
NOBODY = UUID(int=0)


def find_guest_machine(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Count the attempt, then find the machine and what guests may do there.

    `counted_subjects` is the argument of `reset_after_success`. Raises TooManyAttempts, GuestMachineNotFound.
    """
    network = network_of(request["client_address"])
    counted = _guesses(request, network)
    context.count_attempt([*counted, (GUEST_PASSES_FROM_IP, subject_of(GUEST_PASSES_FROM_IP, network))])
    names = ("equipment_number", "postcode") if request["label"] is None else ("label",)
    try:
        found = _find(context, **{name: request[name] for name in names})
    except ContractError:
        context.cancel_attempt(counted)
        raise
    with context.read() as uow:
        customer_id = found["machine"]["customer_id"] if found["machine"] else NOBODY
        is_active = queries.guest_passes.is_active_customer(uow, customer_id)
    if found["machine"] is None or not is_active:
        raise GuestMachineNotFound
    subjects = {subject: limit is GUEST_NUMBER_FROM_IP for limit, subject in counted}
    return found | {"counted_subjects": subjects}


def expect_guest_pass(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The pass of this token for the expected action, and its machine if guests may still do that there. Raises
    GuestPassExpired."""
    with context.read() as uow:
        guest_pass = queries.guest_passes.pass_of(uow, request["token"])
    if request["action"] not in (None, guest_pass["action"]):
        raise GuestPassExpired
    machine = _find(context, machine_id=guest_pass["machine_id"], action=guest_pass["action"])["machine"]
    if machine is None or machine["customer_id"] != guest_pass["customer_id"]:
        raise GuestPassExpired
    return {"guest_pass": guest_pass, "machine": machine}


def _guesses(request: Request, network: str) -> Counted:
    """Attempts with labels are counted per network address only: guessing postcodes does not block people who scan."""
    if request["label"] is not None:
        return [(GUEST_LABELS_FROM_IP, subject_of(GUEST_LABELS_FROM_IP, network))]
    number = letters_and_digits(request["equipment_number"])
    return [
        (GUEST_NUMBER_FROM_IP, subject_of(GUEST_NUMBER_FROM_IP, number, network)),
        (GUEST_NUMBER, subject_of(GUEST_NUMBER, number)),
        (GUEST_NUMBERS_FROM_IP, subject_of(GUEST_NUMBERS_FROM_IP, network)),
    ]


def _find(context: PrepareContext, **request: Any) -> dict[str, Any]:
    given = {name: str(value) for name, value in request.items()}
    return dict(FindGuestMachine.response.load(context.call(FindGuestMachine, **given)))
