"""A flask-smorest blueprint whose views declare arguments and called operations for the OpenAPI document."""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from inspect import getdoc, signature
from typing import Any

from flask import Response, request, url_for
from flask_smorest import Blueprint
from marshmallow import Schema

from gateway.api import refusals
from gateway.api.bodies import BODY, QUERY, Parser
from gateway.api.schemas.derive import response_schema
from gateway.api.schemas.paging import Once
from services.chassis.contract import Operation

PREFIX = "/api/v1"
View = Callable[..., Any]
Decorator = Callable[[View], View]
NEXT = {
    "Link": {
        "schema": {"type": "string"},
        "description": 'The URL of the next page: `</api/v1/…?after=…>; rel="next"`. Absent on the last page.',
    }
}
MADE = {"Location": {"schema": {"type": "string"}, "description": "The path of the created resource."}}


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest comes without types
    """Views below `/api/v1`; `tag` is their OpenAPI tag."""

    ARGUMENTS_PARSER = Parser()
    get: Callable[[str], Decorator]
    post: Callable[[str], Decorator]
    put: Callable[[str], Decorator]
    patch: Callable[[str], Decorator]
    delete: Callable[[str], Decorator]

    def __init__(self, tag: str, import_name: str, description: str) -> None:
        super().__init__(
            f"api_{import_name.rpartition('.')[2]}", import_name, url_prefix=PREFIX, description=description
        )
        self.tag = tag
        self._locations: dict[str, set[str]] = defaultdict(set)
        self._operations: dict[str, type[Operation]] = {}

    def add_url_rule(self, *args: Any, **options: Any) -> None:
        super().add_url_rule(*args, **options | {"tags": [self.tag]})

    def query(self, schema: type[Schema]) -> Decorator:
        """The view takes query parameters of this schema."""
        takes = self._arguments(schema, QUERY)
        return lambda view: self.doc(description=getdoc(schema))(takes(view))

    def body(self, schema: type[Schema], *, example: Any = None) -> Decorator:
        """The view takes a JSON body of this schema. `example` is by default that of the operation's request."""

        def decorate(view: View) -> View:
            shown = self._operations[view.__name__].example[0] if example is None else example
            takes = self._arguments(schema, BODY, example=schema().dump(shown))
            described: View = self.doc(responses=refusals.of_body())(takes(view))
            return described

        return decorate

    def _arguments(self, schema: type[Schema], location: str, **options: Any) -> Decorator:
        """Pass the validated arguments to the view as keyword arguments."""
        takes: Decorator = self.arguments(schema, location=location, as_kwargs=True, **options)

        def decorate(view: View) -> View:
            self._locations[view.__name__].add(location)
            return takes(view)

        return decorate

    def _strict(self, view: View) -> View:
        """Refuse query parameters and a body if the view declares none."""

        @wraps(view)
        def strict(*args: Any, **kwargs: Any) -> Any:
            for location in {QUERY, BODY} - self._locations[view.__name__]:
                self.ARGUMENTS_PARSER.expect_nothing(location)
            return view(*args, **kwargs)

        return strict

    def returns(
        self,
        status: int,
        operation: type[Operation],
        schema: type[Schema] | None = None,
        *,
        example: Any = None,
        headers: dict[str, Any] | None = None,
        open_to_all: bool = False,
    ) -> Decorator:
        """The view calls this operation and responds with this status. Must be the innermost decorator.

        Schema and example are by default those of the operation's response; `example` is in the service's terms. The
        operation's errors are documented. A view with a parameter `key` takes an `Idempotency-Key`. Undeclared
        arguments are refused.
        """
        schema = schema or response_schema(operation)

        def decorate(view: View) -> View:
            self._operations[view.__name__] = operation
            keyed = "key" in signature(view).parameters
            doc: dict[str, Any] = {"operationId": view.__name__}
            doc["responses"] = refusals.of_operations([operation], open_to_all=open_to_all, keyed=keyed)
            if open_to_all:
                doc["security"] = []
            shown = schema and schema().dump(operation.example[1] if example is None else example)
            documented_response = self.response(status, schema, example=shown, headers=headers)
            documented: View = self.doc(**doc)(
                documented_response(self._strict(view if schema else _empty(view, status)))
            )
            return self._arguments(Once, "headers")(documented) if keyed else documented

        return decorate

    def returns_page(self, operation: type[Operation]) -> Decorator:
        """The view responds with a page of a list and a `Link` header to the next one."""
        page_response = self.returns(200, operation, headers=NEXT)
        return lambda view: page_response(_with_next(view))


def _empty(view: View, status: int) -> View:
    """Replace the view's result by an empty response."""

    @wraps(view)
    def done(*args: Any, **kwargs: Any) -> Response:
        view(*args, **kwargs)
        response = Response(status=status)
        del response.headers["Content-Type"]
        return response

    return done


def _with_next(view: View) -> View:
    @wraps(view)
    def linked(*args: Any, **kwargs: Any) -> Any:
        result = view(*args, **kwargs)
        cursor = result["page"]["next"]
        return (result, {"Link": f'<{_url_with(after=cursor)}>; rel="next"'}) if cursor else result

    return linked


def _url_with(**parameters: str) -> str:
    """The URL of the current request with these query parameters replaced."""
    query: dict[str, Any] = {name: values for name, values in request.args.lists() if name not in parameters}
    return url_for(request.endpoint or "", **(request.view_args or {}), **query | parameters)
