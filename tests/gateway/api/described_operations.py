"""The operations of the API, from its OpenAPI description."""

import functools
import re
from dataclasses import dataclass
from typing import Any

from gateway.api.openapi import DescribedApi
from tests.gateway.installation import Installation

EXAMPLE_ID = "01980000-0000-7000-8000-000000000012"
REQUIRED_QUERIES = {
    "remove_machines": f"?machine_id={EXAMPLE_ID}",
    "get_hidden_machine": "?number=10042",
    "list_articles": "?language=nl",
    "search_articles": "?language=nl&text=kosten",
    "get_article": "?language=nl",
    "read_data_export_part": "?number=0",
}
"""Query strings of operations with a required parameter."""


@dataclass(frozen=True, slots=True)
class DescribedOperation:
    """`rule` is the path below `/api/v1`, `path` the same with ids; `description` is the OpenAPI operation object."""

    name: str
    method: str
    rule: str
    path: str
    description: dict[str, Any]

    @property
    def is_open(self) -> bool:
        return self.description.get("security") == []

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def is_keyed(self) -> bool:
        """Whether it takes an idempotency key."""
        return self._takes("Idempotency-Key")

    @property
    def is_of_customer(self) -> bool:
        """Whether there is a parameter `customer_id`, for staff."""
        return self._takes("customer_id")

    @property
    def single_parameters(self) -> list[str]:
        """Query parameters that may occur once."""
        parameters = [one for one in self.description.get("parameters", ()) if one["in"] == "query"]
        return [one["name"] for one in parameters if one["schema"]["type"] != "array"]

    def with_parameter(self, name: str, value: str) -> str:
        """The path with one more query parameter."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{name}={value}"

    def _takes(self, parameter: str) -> bool:
        return any(one["name"] == parameter for one in self.description.get("parameters", ()))

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.description

    @property
    def body(self) -> Any:
        """The example of the request body; None if there is none."""
        return self.description["requestBody"]["content"]["application/json"]["example"] if self.takes_body else None

    @property
    def response(self) -> tuple[int, Any]:
        """The status of success and the example of the response body; None if there is none."""
        (status,) = [status for status in self.description["responses"] if status.startswith("2")]
        content = self.description["responses"][status].get("content", {})
        return int(status), content.get("application/json", {}).get("example")


@functools.cache
def document() -> dict[str, Any]:
    api: DescribedApi = Installation().app.extensions["api"]
    return api.document()


def operations() -> list[DescribedOperation]:
    operations_ = [
        DescribedOperation(
            description["operationId"], method.upper(), rule, _path(rule, description["operationId"]), description
        )
        for rule, methods in _rules().items()
        for method, description in methods.items()
        if method != "parameters"
    ]
    return sorted(operations_, key=lambda one: one.name)


def _rules() -> dict[str, Any]:
    return {path.removeprefix("/api/v1"): methods for path, methods in document()["paths"].items()}


def _path(rule: str, name: str) -> str:
    return re.sub(r"\{\w+\}", EXAMPLE_ID, rule) + REQUIRED_QUERIES.get(name, "")


def name_of(one: DescribedOperation) -> str:
    return one.name
