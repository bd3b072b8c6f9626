"""The OpenAPI 3.1 document of the API, generated from its views and schemas."""

import json
import threading
from inspect import getdoc
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Blueprint, Flask, Response, current_app
from flask_smorest import Api

from gateway.api.bodies import JSON
from gateway.api.resource import PREFIX, Resource
from gateway.api.schemas.fields import OpenEnum, ResponseSchema
from gateway.api.schemas.paging import ONCE, Once
from gateway.guards import api_open
from services.chassis.contract import json_schema

VERSION = "1"
ABOUT = """\
The portal's functions for programs, by the same rights and scope as on its pages: what the caller may not see is
answered with 404. A path with a malformed id is answered with 404 and the code `unknown_address`.

- Log in with `POST /api/v1/sessions` and send the token with each request: `Authorization: Bearer …`.
- Bodies are JSON (`application/json`). Unknown fields and parameters are refused, and so is a single-valued parameter
  that is given twice.
- Lists return `rows` and `page`. Pass the cursor `page.next` as `after` to get the next page; the `Link` header has its
  URL.
- A request that changes something takes an `Idempotency-Key`. A repeated request with the same key is executed once and
  gets the first response again, for 48 hours; another request with that key is refused (`idempotency_key_reused`).
  Errors are not stored. These operations take no key: {unkeyed}.
- Errors are `application/problem+json` (RFC 9457), in the language of `Accept-Language` (`nl`, `en`). Programs read
  `code`. Later versions may add fields, enum values and codes: ignore those you do not know.
"""
BEARER = {"type": "http", "scheme": "bearer", "description": "The `token` of `POST /api/v1/sessions`."}

description = Blueprint("api_description", __name__, url_prefix=PREFIX)


class _Converter(OpenAPIConverter):
    """Adds the docstring of a schema as its description."""

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        schema_object: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]  # has no types
        return {"description": getdoc(type(schema))} | schema_object


class _Plugin(MarshmallowPlugin):
    Converter = _Converter


class DescribedApi(Api):  # type: ignore[misc]  # flask-smorest comes without types
    """flask-smorest's Api, with errors handled by `problems` and the document generated on first use."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        self._resources: list[Resource] = []
        self._document: dict[str, Any] = {}
        self._lock = threading.Lock()
        super().__init__(app, spec_kwargs=_spec_options())
        self.spec.components.security_scheme("token", BEARER)
        self.ma_plugin.converter.add_attribute_function(_keywords)

    def register(self, resource: Resource) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][resource.name] = self
        self._app.register_blueprint(resource)
        self._resources.append(resource)

    def document(self) -> dict[str, Any]:
        with self._lock:
            if not self._document:
                self._document = self._generate()
        return self._document

    def _generate(self) -> dict[str, Any]:
        for resource in self._resources:
            resource.register_views_in_doc(self, self._app, self.spec, name=resource.name, parameters=None)
            self.spec.tag({"name": resource.tag, "description": resource.description})
        document: dict[str, Any] = self.spec.to_dict()
        operations = [item for path in document["paths"].values() for item in path.values() if "responses" in item]
        for operation in operations:
            operation["responses"] = dict(sorted(operation["responses"].items()))
        document["info"]["description"] = ABOUT.format(unkeyed=_unkeyed(document["paths"]))
        return document

    def _register_error_handlers(self) -> None:
        """Replaced by `errors` and `problems`."""

    def _register_responses(self) -> None:
        """Replaced by `refusals`."""

    def _register_etag_headers(self) -> None:
        """The API uses no ETags."""

    def _register_pagination_header(self) -> None:
        """Replaced by `page` and the `Link` header."""


def _spec_options() -> dict[str, Any]:
    return {
        "marshmallow_plugin": _Plugin(),
        "title": "Machinepark",
        "version": VERSION,
        "openapi_version": "3.1.0",
        "info": {"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "security": [{"token": []}],
        "servers": [{"url": "/"}],
    }


def _unkeyed(paths: dict[str, Any]) -> str:
    """The operation ids of commands without an idempotency key, as Markdown."""
    operations = [
        operation
        for path in paths.values()
        for method, operation in path.items()
        if method not in ("get", "parameters")
    ]
    keyed_by_id = {
        operation["operationId"]: any(parameter["name"] == ONCE for parameter in operation.get("parameters", ()))
        for operation in operations
    }
    return ", ".join(f"`{name}`" for name, keyed in sorted(keyed_by_id.items()) if not keyed)


def _keywords(_converter: Any, field: Any, **_: Any) -> dict[str, Any]:
    if isinstance(field, OpenEnum):
        return {"x-extensible-enum" if isinstance(field.root, ResponseSchema) else "enum": list(field.words)}
    if field.data_key == ONCE:
        return json_schema.keywords(field) | {"description": getdoc(Once)}
    return json_schema.keywords(field)


@description.get("/openapi.json")
@api_open
def openapi() -> Response:
    """The OpenAPI document, without login."""
    api: DescribedApi = current_app.extensions["api"]
    return Response(json.dumps(api.document()), mimetype=JSON)
