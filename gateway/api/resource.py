"""A part of the API. Its views say what they take, give and refuse; the description is made from that."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import getdoc, signature
from typing import Any

from flask import Response, request, url_for
from flask_smorest import Blueprint
from marshmallow import Schema

from gateway.api import refusals
from gateway.api.bodies import BODY, QUERY, Parser
from gateway.api.schemas.paging import Once
from services.chassis.contract import Operation

PREFIX = "/api/v1"
View = Callable[..., Any]
Decorator = Callable[[View], View]
NEXT = {
    "Link": {
        "schema": {"type": "string"},
        "description": 'The address of the next page: `</api/v1/…?after=…>; rel="next"`. Left out on the last.',
    }
}
MADE = {"Location": {"schema": {"type": "string"}, "description": "Where it can be asked for from now on."}}


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest comes without types
    """Views below `/api/v1`, described under `tag`."""

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
        self._places: dict[str, set[str]] = defaultdict(set)

    def add_url_rule(self, *args: Any, **options: Any) -> None:
        super().add_url_rule(*args, **options | {"tags": [self.tag]})

    def query(self, schema: type[Schema]) -> Decorator:
        """Takes these in its address."""
        takes = self._takes(schema, QUERY)
        return lambda view: self.doc(description=getdoc(schema))(takes(view))

    def body(self, schema: type[Schema], *, example: Any) -> Decorator:
        """Takes a JSON object of this schema."""
        takes = self._takes(schema, BODY, example=example)
        return lambda view: self.doc(responses=refusals.of_body())(takes(view))

    def _takes(self, schema: type[Schema], location: str, **told: Any) -> Decorator:
        """Parameters of the view, by name."""
        takes: Decorator = self.arguments(schema, location=location, as_kwargs=True, **told)

        def decorate(view: View) -> View:
            self._places[view.__name__].add(location)
            return takes(view)

        return decorate

    def _nothing_else(self, view: View) -> View:
        """Has nothing where the view takes nothing, be it a parameter in the address or a body."""

        @wraps(view)
        def strict(*args: Any, **kwargs: Any) -> Any:
            for place in {QUERY, BODY} - self._places[view.__name__]:
                self.ARGUMENTS_PARSER.expect_nothing(place)
            return view(*args, **kwargs)

        return strict

    def gives(
        self,
        status: int,
        schema: type[Schema] | None = None,
        *,
        asks: Iterable[type[Operation]],
        example: Any = None,
        headers: dict[str, Any] | None = None,
        open_to_all: bool = False,
    ) -> Decorator:
        """Answers with this; `asks` are the operations that may refuse. Stands right above the view.

        A view that wants a `key` takes an `Idempotency-Key`. What is sent and not taken is refused.
        """

        def decorate(view: View) -> View:
            keyed = "key" in signature(view).parameters
            doc: dict[str, Any] = {"operationId": view.__name__}
            doc["responses"] = refusals.of_operations(asks, open_to_all=open_to_all, keyed=keyed)
            if open_to_all:
                doc["security"] = []
            gives = self.response(status, schema, example=example, headers=headers)
            told: View = self.doc(**doc)(gives(self._nothing_else(view if schema else _empty(view, status))))
            return self._takes(Once, "headers")(told) if keyed else told

        return decorate

    def gives_page(self, schema: type[Schema], *, asks: Iterable[type[Operation]], example: Any) -> Decorator:
        """Answers with a page of a list, and where the next one is."""
        gives = self.gives(200, schema, asks=asks, example=example, headers=NEXT)
        return lambda view: gives(_with_next(view))


def _empty(view: View, status: int) -> View:
    """Nothing is told but that it was done."""

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
        found = view(*args, **kwargs)
        cursor = found["page"]["next"]
        return (found, {"Link": f'<{_address(after=cursor)}>; rel="next"'}) if cursor else found

    return linked


def _address(**parameters: str) -> str:
    """That of this list, with these parameters instead of its own."""
    asked: dict[str, Any] = {name: values for name, values in request.args.lists() if name not in parameters}
    return url_for(request.endpoint or "", **(request.view_args or {}), **asked | parameters)
