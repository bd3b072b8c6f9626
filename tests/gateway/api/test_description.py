"""The description of the API is for everybody, complete, and as the repository has it."""

import re

from deploy.docs import openapi
from tests.gateway.api.described import document, operations
from tests.gateway.api.program import Program
from tests.gateway.installation import Installation

OPERATIONS = operations()


def test_the_description_in_the_repository_is_that_of_the_api() -> None:
    complaint = openapi.FROZEN.complaint()
    assert not complaint, complaint


def test_everybody_may_read_it(stranger: Program) -> None:
    answer = stranger.get("/openapi.json")
    assert (answer.status_code, answer.mimetype, answer.json["openapi"]) == (200, "application/json", "3.1.0")


def test_every_address_of_the_api_is_described(installation: Installation) -> None:
    rules = {str(rule) for rule in installation.app.url_map.iter_rules() if str(rule).startswith("/api/")}
    described = {re.sub(r"<\w+:(\w+)>", r"{\1}", rule) for rule in rules} - {"/api/v1/openapi.json"}
    assert described == set(document()["paths"])


def test_no_two_operations_have_one_name() -> None:
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)


def test_an_operation_says_what_it_does_under_a_subject() -> None:
    tags = {tag["name"] for tag in document()["tags"]}
    assert [one.name for one in OPERATIONS if not one.told["summary"].endswith(".")] == []
    assert [one.name for one in OPERATIONS if one.told["tags"][0] not in tags] == []


def test_an_operation_says_what_it_may_refuse() -> None:
    for one in OPERATIONS:
        told = {int(status) for status in one.told["responses"]}
        assert {422, 500, 503} <= told, one.name
        assert ({401, 403} <= told) is not one.is_open, one.name
        assert ({400, 413, 415} <= told) is one.takes_body, one.name


def test_what_takes_no_key_is_named() -> None:
    (told,) = [line for line in document()["info"]["description"].splitlines() if "take no key" in line]
    assert re.findall(r"`(\w+)`", told) == [one.name for one in OPERATIONS if one.changes and not one.is_keyed]


def test_only_what_takes_a_key_may_refuse_it() -> None:
    refusing = [one.name for one in OPERATIONS if "`idempotency_key_reused`" in str(one.told["responses"].get("409"))]
    assert refusing == [one.name for one in OPERATIONS if one.is_keyed]


def test_the_way_in_is_described(installation: Installation) -> None:
    told = document()
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert [one.name for one in OPERATIONS if one.is_open] == ["begin_session"]
