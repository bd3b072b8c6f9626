"""Calls an operation as an unauthorized caller and compares the outcome with the expected one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.expectations import (
    NOT_FOUND,
    NOTHING_OF_THE_CUSTOMER,
    OWN_DATA,
    PUBLIC,
    REFUSALS,
    ValidCall,
    expected_outcome,
)
from contracts.running import Installation
from contracts.schema_values import identifying_values, leaves, referenced_values, with_unknown_values
from contracts.snapshots import RATE_LIMIT_COUNTERS, all_rows, changed_rows, wait_until_idle
from contracts.unauthorized_callers import Attempt, UnauthorizedCallers

from services.chassis.contract import ContractError, NotLoggedIn, Operation, TooManyAttempts, fields
from services.fleet.contracts import GetMachine
from services.identity.contracts import GetAccount

Request = dict[str, Any]
Outcome = dict[str, Any] | ContractError
MAX_SEARCHES = 40
ADVICE = "declare in tests/contracts/expectations.py what"


@dataclass(frozen=True, slots=True)
class AttemptChecker:
    """`problems` describes how an attempt differs from its expectation; empty where it does not.

    `identifying`: ids, numbers and names of the example's customer, user, machine and group.
    """

    installation: Installation
    callers: UnauthorizedCallers
    identifying: frozenset[str]
    machine_values: frozenset[str]

    @classmethod
    def of(cls, callers: UnauthorizedCallers) -> "AttemptChecker":
        installation, known = callers.installation.installation, callers.installation
        machine = installation.call(GetMachine, known.sanne, machine_id=known.machine_id)
        account = installation.call(GetAccount, known.sanne)
        identifying = {str(known.customer.id), known.customer.number, known.customer.name, known.sanne.person_id}
        machine_values = {machine["id"], machine["equipment_number"], machine["serial_number"]}
        identifying |= (
            identifying_values(GetMachine.response, machine)
            | identifying_values(GetAccount.response, account)
            | {known.group_id}
        )
        return cls(installation, callers, frozenset(identifying), frozenset(machine_values))

    def problems(self, call: ValidCall, attempt: Attempt) -> Iterator[str]:
        expectation, operation = expected_outcome(call, attempt), call.operation
        before = all_rows(self.installation)
        outcome = self._call(operation, attempt, call.request)
        after = all_rows(self.installation)
        if expectation in REFUSALS:
            is_expected = isinstance(outcome, REFUSALS[expectation])
        elif expectation == PUBLIC:
            is_expected = isinstance(outcome, dict)
        elif expectation == NOT_FOUND:
            is_expected = _is_hidden(outcome, call.request) and self._equals_response_for_unknown(
                call, attempt, outcome
            )
        else:
            is_expected = isinstance(outcome, dict) or outcome.status == 404
            yield from self._leaks(call, attempt, own=expectation == OWN_DATA)
        if not is_expected:
            yield f"{ADVICE} {operation.__name__} answers to a {attempt.label} ({expectation}): {_described(outcome)}"
        uncounted = [f"{operation.service}.{RATE_LIMIT_COUNTERS}"] if TooManyAttempts in operation.errors else []
        values = (
            self._hidden_values(call, attempt) - _request_values(call)
            if expectation == NOTHING_OF_THE_CUSTOMER
            else set[str]()
        )
        if expectation not in (OWN_DATA, PUBLIC) and (
            changed := changed_rows(before, after, ignored_tables=uncounted, containing=values)
        ):
            yield f"{operation.__name__} changed something for a {attempt.label}: {changed}"
        if before != after:
            wait_until_idle(self.installation)

    def _call(self, operation: type[Operation], attempt: Attempt, request: Request) -> Outcome:
        try:
            if attempt.sender:
                client = self.installation.client(attempt.sender)
                return client.call(operation, attempt.caller, **request)
            return self.installation.call(operation, attempt.caller, **request)
        except ContractError as refusal:
            return refusal

    def _equals_response_for_unknown(self, call: ValidCall, attempt: Attempt, outcome: Outcome) -> bool:
        """Whether the refusal is identical to that of a request with ids that do not exist."""
        customer = self.callers.installation.customer
        known = {str(customer.id), customer.number} if attempt.caller.customer_id == customer.id else set[str]()
        request, replacements = with_unknown_values(call.operation.request, call.request, known)
        other = self._call(call.operation, attempt, request)
        if not (isinstance(other, ContractError) and isinstance(outcome, ContractError)):
            return False
        text = json.dumps(other.to_wire())
        for original, replacement in replacements.items():
            text = text.replace(replacement, original)
        return text == json.dumps(outcome.to_wire())

    def _leaks(self, call: ValidCall, attempt: Attempt, *, own: bool) -> Iterator[str]:
        """Where a response contains or counts hidden values, also when it is searched or filtered by them.

        `own`: the caller may read the resource itself, without its machines.
        """
        if call.operation.writes:
            return
        identifying = set(self.machine_values) if own else self._hidden_values(call, attempt)
        for request in self._requests_with_filters(call, identifying):
            response = self._call(call.operation, attempt, request)
            leaked = (
                sorted(one for one in identifying if one in json.dumps(response)) if isinstance(response, dict) else []
            )
            if leaked:
                yield f"{call.operation.__name__} returns {leaked} to a {attempt.label} for {request}"
            if isinstance(response, dict) and not own and (counted := _nonzero_counts(call.operation, response)):
                yield f"{call.operation.__name__} counts hidden rows for a {attempt.label}: {counted}"

    def _requests_with_filters(self, call: ValidCall, identifying: set[str]) -> Iterator[Request]:
        """The request itself, and the request with each filter set to one of the hidden values."""
        known = {"machine_id": self.callers.installation.machine_id, "group_id": self.callers.installation.group_id}
        known |= {
            "customer_id": str(self.callers.installation.customer.id),
            "person_id": self.callers.installation.sanne.person_id,
        }
        yield call.request
        for name, field in call.operation.request.fields.items():
            if isinstance(field, fields.UUID) and name in known:
                yield call.request | {name: known[name]}
            if name == "text":
                yield from (call.request | {name: one[:80]} for one in sorted(identifying)[:MAX_SEARCHES])

    def _hidden_values(self, call: ValidCall, attempt: Attempt) -> set[str]:
        """Values that the response must not contain: a user of the same customer may see that customer, the groups in
        the own scope and the own account."""
        values = set(self.identifying) | referenced_values(call.operation.request, call.request)
        if not call.operation.writes:
            response = self._call(call.operation, Attempt("", call.caller), call.request)
            values |= identifying_values(call.operation.response, response) if isinstance(response, dict) else set()
        customer = self.callers.installation.customer
        if attempt.caller.customer_id == customer.id:
            group_ids = () if attempt.caller.scope == "all" else attempt.caller.scope
            values -= {str(customer.id), customer.number, customer.name, *map(str, group_ids)}
        account = self._call(GetAccount, Attempt("", attempt.caller), {})
        return (
            values
            - {attempt.caller.person_id}
            - (identifying_values(GetAccount.response, account) if isinstance(account, dict) else set())
        )


def _is_hidden(outcome: Outcome, request: Request) -> bool:
    """Not found or unknown; for a token of somebody else, not logged in."""
    if not isinstance(outcome, ContractError):
        return False
    unknown = outcome.status == 404 or outcome.code.startswith("unknown_")
    return unknown or (isinstance(outcome, NotLoggedIn) and "token" in request)


def _request_values(call: ValidCall) -> set[str]:
    """Values of the request that are stored with what it creates."""
    schema, request = call.operation.request, call.request
    return {str(value) for _, _, value in leaves(schema, request)} - referenced_values(schema, request)


def _nonzero_counts(operation: type[Operation], response: dict[str, Any]) -> dict[str, Any]:
    """Counts that exceed the rows of the response."""
    if "page" in response:
        return {} if response["page"]["count"] == len(response["rows"]) else response["page"]
    return {
        name: value
        for field, name, value in leaves(operation.response, response)
        if isinstance(field, fields.Integer) and value
    }


def _described(outcome: Outcome) -> str:
    return repr(outcome) if isinstance(outcome, ContractError) else f"answered {str(outcome)[:200]}"
