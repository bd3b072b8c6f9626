"""A client of the API."""

import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

PREFIX = "/api/v1"


class ApiClient:
    """`client.get("/users")`. A `body` is sent as JSON, `raw` unchanged."""

    def __init__(self, app: Flask, token: str = "", **headers: str) -> None:
        self._app, self._client = app, app.test_client()
        self._headers = headers | ({"Authorization": f"Bearer {token}"} if token else {})

    def request(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, kind: str = "", **headers: str
    ) -> TestResponse:
        """Names of headers have underscores: `Idempotency_Key`."""
        all_headers = {name.replace("_", "-"): value for name, value in (self._headers | headers).items()}
        content = raw if body is None else json.dumps(body).encode()
        kind = kind or ("application/json" if content is not None else "")
        return self._client.open(
            f"{PREFIX}{path}", method=method, data=content, content_type=kind or None, headers=all_headers
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.request("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> TestResponse:
        return self.request("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: Any) -> TestResponse:
        return self.request("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.request("DELETE", path, **headers)
