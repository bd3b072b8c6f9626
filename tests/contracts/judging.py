"""Trying an operation as somebody else, and judging what came of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.expectations import HIDDEN, NOTHING_OF_OURS, OWN, REFUSALS, Sample, expected
from contracts.others import Others, Try
from contracts.running import Installation
from contracts.samples import elsewhere, leaves, named, told
from contracts.tables import TRIES, all_rows, changes, quiet

from services.chassis.bus import Client
from services.chassis.contract import ContractError, NotLoggedIn, Operation, fields
from services.fleet.contracts import GetMachine
from services.identity.contracts import GetAccount, TooManyAttempts

Request = dict[str, Any]
Outcome = dict[str, Any] | ContractError
MOST_SEARCHES = 40
WHERE = "tell in tests/contracts/expectations.py what"


@dataclass(frozen=True, slots=True)
class Judge:
    """`wrong` is what is to be said of a try; nothing where it came to what is expected."""

    installation: Installation
    others: Others
    ours: frozenset[str]
    machine: frozenset[str]

    @classmethod
    def of(cls, others: Others) -> "Judge":
        """`ours` are the ids, numbers and names of the example's customer, user, machine and group."""
        installation, known = others.installation.installation, others.installation
        found = installation.call(GetMachine, known.sanne, machine_id=known.machine_id)
        account = installation.call(GetAccount, known.sanne)
        ours = {str(known.customer.id), known.customer.number, known.customer.name, known.sanne.person_id}
        machine = {found["id"], found["equipment_number"], found["serial_number"]}
        ours |= told(GetMachine.response, found) | told(GetAccount.response, account) | {known.group_id}
        return cls(installation, others, frozenset(ours), frozenset(machine))

    def wrong(self, sample: Sample, tried: Try) -> Iterator[str]:
        expectation, operation = expected(sample, tried), sample.operation
        before = all_rows(self.installation)
        outcome = self._ask(operation, tried, sample.request)
        after = all_rows(self.installation)
        if expectation in REFUSALS:
            right = isinstance(outcome, REFUSALS[expectation])
        elif expectation == HIDDEN:
            right = _is_hidden(outcome, sample.request) and self._is_as_nothing(sample, tried, outcome)
        else:
            right = isinstance(outcome, dict) or outcome.status == 404
            yield from self._slips(sample, tried, own=expectation == OWN)
        if not right:
            yield f"{WHERE} {operation.__name__} answers to a {tried.who} ({expectation}): {_shown(outcome)}"
        uncounted = [TRIES] if TooManyAttempts in operation.errors else []
        about = self._ours(sample, tried) - _typed(sample) if expectation == NOTHING_OF_OURS else set[str]()
        if expectation != OWN and (changed := changes(before, after, but=uncounted, about=about)):
            yield f"{operation.__name__} changed something for a {tried.who}: {changed}"
        if before != after:
            quiet(self.installation)

    def _ask(self, operation: type[Operation], tried: Try, request: Request) -> Outcome:
        try:
            if tried.sender:
                client = Client(self.installation.transport(tried.sender), timeout=10)
                return client.call(operation, tried.caller, **request)
            return self.installation.call(operation, tried.caller, **request)
        except ContractError as refusal:
            return refusal

    def _is_as_nothing(self, sample: Sample, tried: Try, outcome: Outcome) -> bool:
        """Whether the refusal is word for word that of a request about what nobody has."""
        customer = self.others.installation.customer
        known = {str(customer.id), customer.number} if tried.caller.customer_id == customer.id else set[str]()
        request, instead = elsewhere(sample.operation.request, sample.request, known)
        other = self._ask(sample.operation, tried, request)
        if not (isinstance(other, ContractError) and isinstance(outcome, ContractError)):
            return False
        text = json.dumps(other.to_wire())
        for ours, theirs in instead.items():
            text = text.replace(theirs, ours)
        return text == json.dumps(outcome.to_wire())

    def _slips(self, sample: Sample, tried: Try, *, own: bool) -> Iterator[str]:
        """Where an answer tells something of ours, or counts it: also when it is searched or filtered for.

        Of what is one's `own`, the machines are not told.
        """
        if sample.operation.writes:
            return
        ours = set(self.machine) if own else self._ours(sample, tried)
        for request in self._searches(sample, ours):
            answer = self._ask(sample.operation, tried, request)
            slipped = sorted(one for one in ours if one in json.dumps(answer)) if isinstance(answer, dict) else []
            if slipped:
                yield f"{sample.operation.__name__} tells a {tried.who} of {slipped}, asked for {request}"
            if isinstance(answer, dict) and not own and (counted := _counted(sample.operation, answer)):
                yield f"{sample.operation.__name__} counts for a {tried.who} what is hidden: {counted}"

    def _searches(self, sample: Sample, ours: set[str]) -> Iterator[Request]:
        """The request itself, and filtered by what is ours where it has such a filter."""
        known = {"machine_id": self.others.installation.machine_id, "group_id": self.others.installation.group_id}
        known |= {
            "customer_id": str(self.others.installation.customer.id),
            "person_id": self.others.installation.sanne.person_id,
        }
        yield sample.request
        for name, field in sample.operation.request.fields.items():
            if isinstance(field, fields.UUID) and name in known:
                yield sample.request | {name: known[name]}
            if name == "text":
                yield from (sample.request | {name: one[:80]} for one in sorted(ours)[:MOST_SEARCHES])

    def _ours(self, sample: Sample, tried: Try) -> set[str]:
        """What must not be told: for a colleague not the customer, himself and the groups that he sees."""
        found = set(self.ours) | named(sample.operation.request, sample.request)
        if not sample.operation.writes:
            answer = self._ask(sample.operation, Try("", sample.caller), sample.request)
            found |= told(sample.operation.response, answer) if isinstance(answer, dict) else set()
        customer = self.others.installation.customer
        if tried.caller.customer_id == customer.id:
            seen = () if tried.caller.scope == "all" else tried.caller.scope
            found -= {str(customer.id), customer.number, customer.name, *map(str, seen)}
        own = self._ask(GetAccount, Try("", tried.caller), {})
        return found - {tried.caller.person_id} - (told(GetAccount.response, own) if isinstance(own, dict) else set())


def _is_hidden(outcome: Outcome, request: Request) -> bool:
    """Not found or unknown; of somebody else's token, that nobody is logged in by it."""
    if not isinstance(outcome, ContractError):
        return False
    unknown = outcome.status == 404 or outcome.code.startswith("unknown_")
    return unknown or (isinstance(outcome, NotLoggedIn) and "token" in request)


def _typed(sample: Sample) -> set[str]:
    """What stands in the request itself, and so in what is made of it."""
    schema, request = sample.operation.request, sample.request
    return {str(value) for _, _, value in leaves(schema, request)} - named(schema, request)


def _counted(operation: type[Operation], answer: dict[str, Any]) -> dict[str, Any]:
    """Counts of more than is shown."""
    if "page" in answer:
        return {} if answer["page"]["count"] == len(answer["rows"]) else answer["page"]
    return {
        name: value
        for field, name, value in leaves(operation.response, answer)
        if isinstance(field, fields.Integer) and value
    }


def _shown(outcome: Outcome) -> str:
    return repr(outcome) if isinstance(outcome, ContractError) else f"answered {str(outcome)[:200]}"
