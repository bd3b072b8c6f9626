"""The OpenAPI description is public, complete and committed."""

import re

from openapi_spec_validator import OpenAPIV31SpecValidator

from deploy.docs import openapi
from tests.gateway.api.api_client import ApiClient
from tests.gateway.api.described_operations import document, operations
from tests.gateway.installation import Installation

OPERATIONS = operations()


def test_committed_description_is_current() -> None:
    complaint = openapi.FROZEN.complaint()
    assert not complaint, complaint


def test_description_is_valid_openapi() -> None:
    findings = [error.message for error in OpenAPIV31SpecValidator(document()).iter_errors()]
    assert findings == []


def test_description_is_public(anonymous: ApiClient) -> None:
    response = anonymous.get("/openapi.json")
    assert (response.status_code, response.mimetype, response.json["openapi"]) == (200, "application/json", "3.1.0")


def test_every_path_of_the_api_is_described(installation: Installation) -> None:
    rules = {str(rule) for rule in installation.app.url_map.iter_rules() if str(rule).startswith("/api/")}
    paths = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule) for rule in rules} - {"/api/v1/openapi.json"}
    assert paths == set(document()["paths"])


def test_operation_names_are_unique() -> None:
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)


def test_operation_has_a_summary_and_a_known_tag() -> None:
    tags = {tag["name"] for tag in document()["tags"]}
    assert [one.name for one in OPERATIONS if not one.description["summary"].endswith(".")] == []
    assert [one.name for one in OPERATIONS if one.description["tags"][0] not in tags] == []


def test_operation_lists_its_error_statuses() -> None:
    for one in OPERATIONS:
        described = {int(status) for status in one.description["responses"]}
        assert {422, 500, 503} <= described, one.name
        assert ({401, 403} <= described) is not one.is_open, one.name
        assert ({400, 413, 415} <= described) is one.takes_body, one.name


def test_operations_without_a_key_are_listed() -> None:
    (sentence,) = [line for line in document()["info"]["description"].splitlines() if "take no key" in line]
    assert re.findall(r"`(\w+)`", sentence) == [one.name for one in OPERATIONS if one.changes and not one.is_keyed]


def test_only_operations_with_a_key_list_its_error() -> None:
    refusing = [
        one.name for one in OPERATIONS if "`idempotency_key_reused`" in str(one.description["responses"].get("409"))
    ]
    assert refusing == [one.name for one in OPERATIONS if one.is_keyed]


def test_authentication_is_described(installation: Installation) -> None:
    described = document()
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    open_to_all = ["begin_session", "get_article", "list_articles", "search_articles"]
    assert [one.name for one in OPERATIONS if one.is_open] == open_to_all
