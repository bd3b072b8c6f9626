"""The operations of the API, as its description tells them."""

import functools
import re
from dataclasses import dataclass
from typing import Any

from gateway.api.openapi import DescribedApi
from tests.gateway.installation import Installation

SOME = "01980000-0000-7000-8000-000000000012"
NEEDED = {"remove_machines": f"?machine_id={SOME}", "get_hidden_machine": "?number=10042"}
"""What an operation cannot do without in its address."""


@dataclass(frozen=True, slots=True)
class Described:
    """`rule` is its address below `/api/v1`, `path` the same with an id in it; `told` is what the description says."""

    name: str
    method: str
    rule: str
    path: str
    told: dict[str, Any]

    @property
    def is_open(self) -> bool:
        return self.told.get("security") == []

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def is_keyed(self) -> bool:
        """Whether it takes an idempotency key."""
        return self._takes("Idempotency-Key")

    @property
    def is_of_customer(self) -> bool:
        """Whether staff name the customer."""
        return self._takes("customer_id")

    @property
    def single_parameters(self) -> list[str]:
        """What its address may tell, once."""
        told = [one for one in self.told.get("parameters", ()) if one["in"] == "query"]
        return [one["name"] for one in told if one["schema"]["type"] != "array"]

    def with_parameter(self, name: str, value: str) -> str:
        """Its path with one more parameter."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{name}={value}"

    def _takes(self, parameter: str) -> bool:
        return any(one["name"] == parameter for one in self.told.get("parameters", ()))

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.told

    @property
    def body(self) -> Any:
        """The example of what it takes; None where it takes nothing."""
        return self.told["requestBody"]["content"]["application/json"]["example"] if self.takes_body else None

    @property
    def answer(self) -> tuple[int, Any]:
        """The status of what it gives, and the example; None where it gives nothing."""
        (status,) = [status for status in self.told["responses"] if status.startswith("2")]
        content = self.told["responses"][status].get("content", {})
        return int(status), content.get("application/json", {}).get("example")


@functools.cache
def document() -> dict[str, Any]:
    api: DescribedApi = Installation().app.extensions["api"]
    return api.document()


def operations() -> list[Described]:
    found = [
        Described(told["operationId"], method.upper(), rule, _path(rule, told["operationId"]), told)
        for rule, methods in _rules().items()
        for method, told in methods.items()
        if method != "parameters"
    ]
    return sorted(found, key=lambda one: one.name)


def _rules() -> dict[str, Any]:
    return {path.removeprefix("/api/v1"): methods for path, methods in document()["paths"].items()}


def _path(rule: str, name: str) -> str:
    return re.sub(r"\{\w+\}", SOME, rule) + NEEDED.get(name, "")


def named(one: Described) -> str:
    return one.name
