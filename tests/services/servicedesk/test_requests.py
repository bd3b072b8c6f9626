"""Service requests filed, accepted and cancelled."""

import re
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_machine, a_requester, a_service_request, number
from contracts.running import STAFF, Installation
from sqlalchemy import event

from services.chassis.contract import Caller, ImpersonationReadOnly, Invalid, NotAllowed, NotFound
from services.identity.contracts import Right, StaffRight
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    CountServiceRequests,
    GetServiceRequest,
    InvalidRequestTransition,
)


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture(scope="module")
def machine(installation: Installation, customer: Customer) -> str:
    return a_machine(installation, customer)


@pytest.fixture(scope="module")
def sanne(customer: Customer) -> Caller:
    return a_requester(customer)


@pytest.fixture
def reference(installation: Installation, sanne: Caller, machine: str) -> str:
    """The reference number of a new request."""
    return str(a_service_request(installation, sanne, machine)["reference_number"])


def get_request(installation: Installation, caller: Caller, reference: str) -> dict[str, Any]:
    return installation.call(GetServiceRequest, caller, reference_number=reference)


def accept(installation: Installation, reference: str, caller: Caller = STAFF) -> dict[str, Any]:
    return installation.call(AcceptServiceRequest, caller, reference_number=reference)


def cancel(installation: Installation, caller: Caller, reference: str) -> dict[str, Any]:
    return installation.call(CancelServiceRequest, caller, reference_number=reference)


def is_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B: from the right, every second digit is doubled."""
    values = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in values) % 10 == 0


@pytest.mark.every_environment
def test_a_request_has_the_filed_values(installation: Installation, sanne: Caller, machine: str) -> None:
    written = {
        "category": "error_code",
        "urgency": "down",
        "description": "Regel één\nRegel twee",
        "error_code": "C-2557",
        "contact_name": "Jan Jansen",
        "telephone": "010 555 01 01",
        "availability": "tot 17:00",
    }
    reference = a_service_request(installation, sanne, machine, **written)["reference_number"]
    assert get_request(installation, sanne, reference).items() >= written.items()


def test_filing_a_request_is_one_insert(installation: Installation, sanne: Caller, machine: str) -> None:
    statements: list[str] = []
    engine = installation.runtime("servicedesk").database.engine

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "after_cursor_execute", record)
    a_service_request(installation, sanne, machine)
    event.remove(engine, "after_cursor_execute", record)
    written = [statement.split("(")[0].split() for statement in statements if "service_requests" in statement]
    assert written == [["INSERT", "INTO", "service_requests"]]


def test_a_reference_number_ends_with_a_luhn_check_digit(reference: str) -> None:
    assert re.fullmatch(r"SR-\d{4}-\d{4}-\d", reference)
    assert is_luhn(re.sub(r"\D", "", reference))


def test_a_reference_number_with_one_wrong_digit_is_not_found(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    for position in (3, 6, 9, 13):
        wrong = reference[:position] + str((int(reference[position]) + 1) % 10) + reference[position + 1 :]
        with pytest.raises(NotFound):
            get_request(installation, sanne, wrong)


def test_reference_numbers_are_not_consecutive(installation: Installation, sanne: Caller, machine: str) -> None:
    numbers = [a_service_request(installation, sanne, machine)["reference_number"] for _ in range(4)]
    assert len({number[:7] for number in numbers}) > 1


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{digits}", "sr {digits}"])
def test_a_typed_reference_number_is_normalised(
    installation: Installation, sanne: Caller, reference: str, typed: str
) -> None:
    text = typed.format(reference, lower=reference.lower(), digits=re.sub(r"\D", "", reference))
    assert get_request(installation, sanne, text)["reference_number"] == reference


def test_staff_can_accept_a_request(installation: Installation, sanne: Caller, reference: str) -> None:
    assert accept(installation, reference)["status"] == "accepted"
    assert get_request(installation, sanne, reference)["status"] == "accepted"


def test_the_customer_can_cancel_a_request(installation: Installation, sanne: Caller, reference: str) -> None:
    assert cancel(installation, sanne, reference)["status"] == "cancelled"


def test_an_accepted_request_cannot_be_cancelled_by_the_customer(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    accept(installation, reference)
    with pytest.raises(InvalidRequestTransition) as error:
        cancel(installation, sanne, reference)
    assert error.value.params == {"status": "accepted"}


def test_a_cancelled_request_cannot_be_accepted(installation: Installation, sanne: Caller, reference: str) -> None:
    cancel(installation, sanne, reference)
    with pytest.raises(InvalidRequestTransition) as error:
        accept(installation, reference)
    assert error.value.params == {"status": "cancelled"}


def test_the_timeline_contains_each_transition_with_its_side(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    accept(installation, reference)
    timeline = get_request(installation, sanne, reference)["timeline"]
    assert [(entry["status"], entry["by_staff"]) for entry in timeline] == [("received", False), ("accepted", True)]
    assert timeline[0]["at"] < timeline[1]["at"]


def test_a_request_reports_what_its_reader_may_do(installation: Installation, sanne: Caller, reference: str) -> None:
    details = {caller.kind: get_request(installation, caller, reference) for caller in (sanne, STAFF)}
    permissions = {(kind, detail["may_accept"], detail["may_cancel"]) for kind, detail in details.items()}
    assert permissions == {("user", False, True), ("staff", True, True)}


def test_a_reader_without_the_right_may_do_nothing(
    installation: Installation, customer: Customer, reference: str
) -> None:
    for caller in (customer.caller(), Caller.operator(StaffRight.MANAGE_FLEET)):
        response = get_request(installation, caller, reference)
        assert (response["may_accept"], response["may_cancel"]) == (False, False)


def test_nothing_may_be_done_with_a_cancelled_request(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    cancel(installation, sanne, reference)
    for caller in (sanne, STAFF):
        response = get_request(installation, caller, reference)
        assert (response["may_accept"], response["may_cancel"]) == (False, False)


def test_an_impersonator_cannot_cancel(installation: Installation, customer: Customer, reference: str) -> None:
    impersonator = a_requester(customer, impersonated_by="boss")
    assert get_request(installation, impersonator, reference)["may_cancel"] is False
    with pytest.raises(ImpersonationReadOnly):
        cancel(installation, impersonator, reference)


def test_a_colleague_with_the_right_can_cancel(installation: Installation, customer: Customer, reference: str) -> None:
    assert cancel(installation, a_requester(customer), reference)["status"] == "cancelled"


def test_filing_a_request_requires_the_right(installation: Installation, customer: Customer, machine: str) -> None:
    with pytest.raises(NotAllowed):
        a_service_request(installation, customer.caller(*(set(Right) - {Right.REQUEST_SERVICE})), machine)


def test_accepting_a_request_requires_the_right_to_handle_service(installation: Installation, reference: str) -> None:
    with pytest.raises(NotAllowed):
        accept(installation, reference, Caller.operator(*(set(StaffRight) - {StaffRight.HANDLE_SERVICE})))


def test_a_user_cannot_accept_a_request(installation: Installation, sanne: Caller, reference: str) -> None:
    with pytest.raises(NotAllowed):
        accept(installation, reference, sanne)


@pytest.mark.parametrize("field", ["description", "contact_name", "telephone"])
@pytest.mark.parametrize("value", ["", "   "])
def test_a_required_field_that_is_blank_is_refused(
    installation: Installation, sanne: Caller, machine: str, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as error:
        a_service_request(installation, sanne, machine, **{field: value})
    assert error.value.params["fields"] == [{"path": [field], "code": "required", "params": {}}]


@pytest.mark.parametrize("field", ["status", "reference_number", "customer_id", "requester_id"])
def test_fields_of_the_service_desk_are_refused(
    installation: Installation, sanne: Caller, machine: str, field: str
) -> None:
    with pytest.raises(Invalid) as error:
        a_service_request(installation, sanne, machine, **{field: "accepted"})
    assert error.value.params["fields"] == [{"path": [field], "code": "unknown_field", "params": {}}]


def test_a_request_keeps_the_machines_names_after_a_change(installation: Installation, customer: Customer) -> None:
    equipment_number, sanne = number("E"), a_requester(customer)
    machine = a_machine(installation, customer, equipment_number=equipment_number, own_reference="Balie")
    before = a_service_request(installation, sanne, machine)["reference_number"]
    a_machine(installation, customer, equipment_number=equipment_number, own_reference="Magazijn", serial_number="")
    after = a_service_request(installation, sanne, machine)["reference_number"]
    names = [get_request(installation, sanne, reference)["machine"]["own_reference"] for reference in (before, after)]
    assert names == ["Balie", "Magazijn"]


def test_a_request_has_the_customers_name(
    installation: Installation, sanne: Caller, customer: Customer, reference: str
) -> None:
    assert get_request(installation, STAFF, reference)["customer_name"] == customer.name


@pytest.mark.every_environment
def test_requests_are_counted_by_status(installation: Installation) -> None:
    customer = a_customer(installation)
    sanne, machine = a_requester(customer), a_machine(installation, customer)
    received, accepted, cancelled = (
        a_service_request(installation, sanne, machine)["reference_number"] for _ in range(3)
    )
    accept(installation, accepted)
    cancel(installation, sanne, cancelled)
    assert received
    assert installation.call(CountServiceRequests, sanne) == {
        "received": 1, "accepted": 1, "scheduled": 0, "waiting": 0, "resolved": 0, "needs_answer": 0, "open": 2,
    }  # fmt: skip


def test_category_error_code_requires_an_error_code(installation: Installation, customer: Customer) -> None:
    machine, requester = a_machine(installation, customer), a_requester(customer)
    with pytest.raises(Invalid) as error:
        a_service_request(installation, requester, machine, category="error_code")
    assert error.value.params["fields"] == [{"path": ["error_code"], "code": "required", "params": {}}]
    assert a_service_request(installation, requester, machine, category="error_code", error_code="C-2557")
