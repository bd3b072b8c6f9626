"""Every operation of the API does what its description shows: the example is sent, and the one shown comes back.

What the description does not know is refused, whatever the operation."""

import pytest

from services.identity.contracts import LogIn
from tests.gateway.api.described import SOME, Described, named, operations
from tests.gateway.api.program import Program
from tests.gateway.installation import Installation
from tests.gateway.installation import operations as commands

OPERATIONS = operations()
TWICE_IS_ONCE = {"end_other_sessions", "end_session", "end_this_session", "switch_customer"}
"""What takes no key although a service would: done again, it comes to the same."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_the_answer_is_that_of_the_description(
    operation: Described, sanne: Program, installation: Installation
) -> None:
    status, shown = operation.answer
    installation.answers["log_in"] = LogIn.example[1]
    answer = sanne.ask(operation.method, operation.path, operation.body)
    assert (answer.status_code, answer.get_json(silent=True)) == (status, shown)
    assert answer.headers.get("Content-Type") == ("application/json" if shown else None)


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_what_needs_a_token_is_closed_without_one(
    operation: Described, stranger: Program, installation: Installation
) -> None:
    answer = stranger.ask(operation.method, operation.path, operation.body)
    assert (answer.status_code == 401) is not operation.is_open
    assert operation.is_open or installation.writes() == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_a_session_cookie_opens_nothing(operation: Described, installation: Installation) -> None:
    """So a page elsewhere cannot make a browser ask in its user's name (OWASP ASVS 5.0, 3.5.2)."""
    browser = installation.browser("sanne@vandijk.example")
    sent = {"json": operation.body} if operation.takes_body else {}
    answer = browser._client.open(f"/api/v1{operation.path}", method=operation.method, **sent)
    assert (answer.status_code == 401) is not operation.is_open
    assert operation.is_open or installation.writes() == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.takes_body], ids=named)
def test_what_a_form_elsewhere_could_send_is_not_taken(
    operation: Described, sanne: Program, installation: Installation
) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = sanne.ask(operation.method, operation.path, raw=b'{"name": "x"}', kind=kind)
        assert (answer.status_code, answer.json["code"]) == (415, "not_json")
    assert installation.writes() == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_a_field_that_is_not_known_is_refused(operation: Described, sanne: Program, installation: Installation) -> None:
    """Also where no body is taken."""
    answer = sanne.ask(operation.method, operation.path, (operation.body or {}) | {"rights_of": ["x"]})
    told = [(one["field"], one["code"]) for one in answer.json["errors"]]
    assert (answer.status_code, told) == (422, [("rights_of", "unknown_field")])
    assert installation.writes() == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_a_parameter_that_is_not_known_is_refused(
    operation: Described, sanne: Program, installation: Installation
) -> None:
    """`DELETE /groups/{id}?machine_id=…` would else delete the whole group."""
    answer = sanne.ask(operation.method, operation.with_parameter("rights_of", "x"), operation.body)
    told = [(one["field"], one["code"]) for one in answer.json["errors"]]
    assert (answer.status_code, told) == (422, [("rights_of", "unknown_field")])
    assert installation.writes() == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.single_parameters], ids=named)
def test_a_parameter_with_one_value_is_given_once(
    operation: Described, sanne: Program, installation: Installation
) -> None:
    """Nobody knows which of two was meant."""
    for name in operation.single_parameters:
        twice = f"{operation.with_parameter(name, SOME)}&{name}={SOME}"
        answer = sanne.ask(operation.method, twice, operation.body)
        told = [(one["field"], one["code"]) for one in answer.json["errors"]]
        assert (answer.status_code, told) == (422, [(name, "given_twice")])
    assert installation.writes() == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.changes], ids=named)
def test_a_key_goes_along_to_the_service_where_one_is_taken(
    operation: Described, sanne: Program, installation: Installation
) -> None:
    sanne.ask(operation.method, operation.path, operation.body, Idempotency_Key="order-4711")
    (call,) = installation.writes()
    assert (call.key == "order-4711") is operation.is_keyed


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.changes], ids=named)
def test_a_key_is_taken_for_what_a_service_keeps_the_answer_of(
    operation: Described, sanne: Program, installation: Installation
) -> None:
    sanne.ask(operation.method, operation.path, operation.body)
    kept = [commands()[call.operation].idempotent for call in installation.writes()]
    assert [operation.is_keyed] == kept or operation.name in TWICE_IS_ONCE


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "GET"], ids=named)
def test_asking_changes_nothing(operation: Described, sanne: Program, installation: Installation) -> None:
    sanne.get(operation.path)
    assert installation.writes() == []
