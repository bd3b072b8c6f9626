"""Every operation of the JSON API responds to its example request as its OpenAPI description states.

Fields, parameters and content types that are not in the description are refused.
"""

import pytest

from services.identity.contracts import LogIn
from tests.gateway.api.api_client import ApiClient
from tests.gateway.api.described_operations import EXAMPLE_ID, DescribedOperation, name_of, operations
from tests.gateway.installation import Installation
from tests.gateway.installation import operations as commands

OPERATIONS = operations()
IDEMPOTENT_WITHOUT_KEY = {"end_other_sessions", "end_session", "end_this_session", "switch_customer"}
"""Operations that take no idempotency key, because repeating them has no further effect."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_response_is_that_of_the_description(
    operation: DescribedOperation, sanne: ApiClient, installation: Installation
) -> None:
    status, example = operation.response
    installation.responses["log_in"] = LogIn.example[1]
    response = sanne.request(operation.method, operation.path, operation.body)
    assert (response.status_code, response.get_json(silent=True)) == (status, example)
    assert response.headers.get("Content-Type") == ("application/json" if example else None)


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_request_without_a_token_is_refused(
    operation: DescribedOperation, anonymous: ApiClient, installation: Installation
) -> None:
    response = anonymous.request(operation.method, operation.path, operation.body)
    assert (response.status_code == 401) is not operation.is_open
    assert operation.is_open or installation.writes() == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_session_cookie_is_ignored(operation: DescribedOperation, installation: Installation) -> None:
    """Otherwise a page of another site could use the browser's session (OWASP ASVS 5.0, 3.5.2)."""
    browser = installation.browser("sanne@vandijk.example")
    sent = {"json": operation.body} if operation.takes_body else {}
    response = browser._client.open(f"/api/v1{operation.path}", method=operation.method, **sent)
    assert (response.status_code == 401) is not operation.is_open
    assert operation.is_open or installation.writes() == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.takes_body], ids=name_of)
def test_content_types_of_forms_are_refused(
    operation: DescribedOperation, sanne: ApiClient, installation: Installation
) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = sanne.request(operation.method, operation.path, raw=b'{"name": "x"}', kind=kind)
        assert (response.status_code, response.json["code"]) == (415, "not_json")
    assert installation.writes() == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_unknown_field_is_refused(operation: DescribedOperation, sanne: ApiClient, installation: Installation) -> None:
    """Also by operations that take no body."""
    response = sanne.request(operation.method, operation.path, (operation.body or {}) | {"rights_of": ["x"]})
    errors = [(error["field"], error["code"]) for error in response.json["errors"]]
    assert (response.status_code, errors) == (422, [("rights_of", "unknown_field")])
    assert installation.writes() == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_unknown_parameter_is_refused(
    operation: DescribedOperation, sanne: ApiClient, installation: Installation
) -> None:
    """If it were ignored, `DELETE /groups/{id}?machine_id=…` would delete the whole group."""
    response = sanne.request(operation.method, operation.with_parameter("rights_of", "x"), operation.body)
    errors = [(error["field"], error["code"]) for error in response.json["errors"]]
    assert (response.status_code, errors) == (422, [("rights_of", "unknown_field")])
    assert installation.writes() == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.single_parameters], ids=name_of)
def test_repeated_parameter_is_refused(
    operation: DescribedOperation, sanne: ApiClient, installation: Installation
) -> None:
    """It would be ambiguous which of the two values is meant."""
    for name in operation.single_parameters:
        twice = f"{operation.with_parameter(name, EXAMPLE_ID)}&{name}={EXAMPLE_ID}"
        response = sanne.request(operation.method, twice, operation.body)
        errors = [(error["field"], error["code"]) for error in response.json["errors"]]
        assert (response.status_code, errors) == (422, [(name, "given_twice")])
    assert installation.writes() == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.changes], ids=name_of)
def test_idempotency_key_is_passed_on_if_declared(
    operation: DescribedOperation, sanne: ApiClient, installation: Installation
) -> None:
    sanne.request(operation.method, operation.path, operation.body, Idempotency_Key="order-4711")
    (call,) = installation.writes()
    assert (call.key == "order-4711") is operation.is_keyed


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.changes], ids=name_of)
def test_key_is_declared_for_idempotent_operations(
    operation: DescribedOperation, sanne: ApiClient, installation: Installation
) -> None:
    sanne.request(operation.method, operation.path, operation.body)
    called = [commands()[call.operation] for call in installation.writes()]
    takes_key = [command.idempotent and not command.has_secret for command in called]  # a secret needs a random key
    assert [operation.is_keyed] == takes_key or operation.name in IDEMPOTENT_WITHOUT_KEY


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "GET"], ids=name_of)
def test_get_changes_nothing(operation: DescribedOperation, sanne: ApiClient, installation: Installation) -> None:
    sanne.get(operation.path)
    assert installation.writes() == []
