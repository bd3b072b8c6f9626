"""The description of the API (OpenAPI 3.1), made from its views and schemas."""

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
What users and the dealer's staff may do in the portal, for programs, by the same rules: what somebody does not see
there does not exist here either (404). What is no id at all makes an address that is none (`unknown_address`).

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
    """Tells of a schema what its docstring says."""

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        shape: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]  # has no types
        return {"description": getdoc(type(schema))} | shape


class _Plugin(MarshmallowPlugin):
    Converter = _Converter


class DescribedApi(Api):  # type: ignore[misc]  # flask-smorest comes without types
    """flask-smorest's, but that errors are answered by `problems`, and what describes itself does so when asked."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        self._resources: list[Resource] = []
        self._document: dict[str, Any] = {}
        self._lock = threading.Lock()
        super().__init__(app, spec_kwargs=_about())
        self.spec.components.security_scheme("token", BEARER)
        self.ma_plugin.converter.add_attribute_function(_limits)

    def register(self, resource: Resource) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][resource.name] = self
        self._app.register_blueprint(resource)
        self._resources.append(resource)

    def document(self) -> dict[str, Any]:
        """The whole description."""
        with self._lock:
            if not self._document:
                self._document = self._described()
        return self._document

    def _described(self) -> dict[str, Any]:
        for resource in self._resources:
            resource.register_views_in_doc(self, self._app, self.spec, name=resource.name, parameters=None)
            self.spec.tag({"name": resource.tag, "description": resource.description})
        document: dict[str, Any] = self.spec.to_dict()
        operations = [told for path in document["paths"].values() for told in path.values() if "responses" in told]
        for operation in operations:
            operation["responses"] = dict(sorted(operation["responses"].items()))
        document["info"]["description"] = ABOUT.format(unkeyed=_unkeyed(document["paths"]))
        return document

    def _register_error_handlers(self) -> None:
        """The gateway has its own (`errors`, `problems`)."""

    def _register_responses(self) -> None:
        """Problems are described where they are answered."""

    def _register_etag_headers(self) -> None:
        """There are none."""

    def _register_pagination_header(self) -> None:
        """Lists tell their pages in `page` and `Link`."""


def _about() -> dict[str, Any]:
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
    """The operations that change something and take no key."""
    changing = [told for path in paths.values() for method, told in path.items() if method not in ("get", "parameters")]
    keys = {told["operationId"]: any(one["name"] == ONCE for one in told.get("parameters", ())) for told in changing}
    return ", ".join(f"`{name}`" for name, keyed in sorted(keys.items()) if not keyed)


def _limits(_converter: Any, field: Any, **_: Any) -> dict[str, Any]:
    if isinstance(field, OpenEnum):
        return {"x-extensible-enum" if isinstance(field.root, ResponseSchema) else "enum": list(field.words)}
    if field.data_key == ONCE:
        return json_schema.keywords(field) | {"description": getdoc(Once)}
    return json_schema.keywords(field)


@description.get("/openapi.json")
@api_open
def openapi() -> Response:
    """This description, for everybody."""
    api: DescribedApi = current_app.extensions["api"]
    return Response(json.dumps(api.document()), mimetype=JSON)
