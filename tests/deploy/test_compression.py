"""Compressed responses of the embedded mode keep what HTTP says about them true (RFC 9110)."""

import gzip

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from deploy.run.compression import Compression

PAGE = "<!doctype html>" + "x" * 1000


@Request.application
def page(request: Request) -> Response:
    response = Response(PAGE, mimetype="text/html")
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def opened(method: str = "GET", **headers: str) -> TestResponse:
    sent = {"Accept-Encoding": "gzip"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(Compression(page)).open("/", method=method, headers=sent)


def test_tag_of_a_compressed_page_is_weak() -> None:
    response = opened()
    assert gzip.decompress(response.data).decode() == PAGE
    assert response.headers["ETag"].startswith("W/")


def test_response_to_head_has_no_length_and_no_body() -> None:
    response = opened("HEAD")
    assert ("Content-Length" in response.headers, response.data) == (False, b"")
    assert response.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_unchanged_page_varies_with_the_accepted_encoding(encoding: str) -> None:
    response = opened(Accept_Encoding=encoding, If_None_Match=opened().headers["ETag"])
    assert (response.status_code, response.headers["Vary"]) == (304, "Accept-Encoding")
