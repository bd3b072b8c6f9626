"""A program that asks the API, with a token where it has one."""

import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

PREFIX = "/api/v1"


class Program:
    """`program.get("/users")`. A `body` is sent as JSON; `raw` as it is."""

    def __init__(self, app: Flask, token: str = "", **headers: str) -> None:
        self._app, self._client = app, app.test_client()
        self._headers = headers | ({"Authorization": f"Bearer {token}"} if token else {})

    def ask(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, kind: str = "", **headers: str
    ) -> TestResponse:
        """Headers are written with underscores: `Idempotency_Key`."""
        named = {name.replace("_", "-"): value for name, value in (self._headers | headers).items()}
        sent = raw if body is None else json.dumps(body).encode()
        kind = kind or ("application/json" if sent is not None else "")
        return self._client.open(f"{PREFIX}{path}", method=method, data=sent, content_type=kind or None, headers=named)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> TestResponse:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: Any) -> TestResponse:
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.ask("DELETE", path, **headers)
