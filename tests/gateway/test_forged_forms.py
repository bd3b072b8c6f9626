"""Forms without their token, and reading that changes nothing (OWASP ASVS 5.0, 3.5)."""

import re

import pytest
from werkzeug.routing import Rule

from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "01980000-0000-7000-8000-000000000012"


def _rules(installation: Installation, method: str) -> list[Rule]:
    """Pages; what the API takes without a form's token is tried in `api/test_examples.py`."""
    rules = [rule for rule in installation.app.url_map.iter_rules() if method in (rule.methods or set())]
    return [rule for rule in rules if not rule.rule.startswith("/api/")]


def _path(rule: Rule) -> str:
    """An address of the rule: `uuid` ids are the machine's, of several words the first is taken, texts are a number."""
    named = re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<uuid:\w+>", MACHINE, rule.rule))
    return re.sub(r"<[^>]+>", "SR-4401-9273-5", named)


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_no_form_is_taken_without_its_token(installation: Installation, who: str) -> None:
    browser = installation.browser(who)
    answers = {rule.rule: browser.send(_path(rule), {"once": "x"}).status_code for rule in _rules(installation, "POST")}
    assert answers == dict.fromkeys(answers, 400)
    assert installation.writes() == []


def test_only_the_api_takes_something_without_the_token_of_a_form(installation: Installation) -> None:
    protection = installation.app.extensions["csrf"]
    spared = {blueprint.url_prefix for blueprint in protection._exempt_blueprints}
    assert (spared, protection._exempt_views) == ({"/api/v1"}, set())


def test_a_form_that_is_refused_says_that_nothing_was_changed_and_what_to_do(installation: Installation) -> None:
    answer = installation.browser(CUSTOMER).send("/service-requests", {"description": "typed"})
    assert "daarom is er niets gewijzigd" in answer.text
    assert "laad de pagina opnieuw" in answer.text


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_opening_pages_changes_nothing(installation: Installation, who: str) -> None:
    browser = installation.browser(who)
    for rule in _rules(installation, "GET"):
        browser.get(f"{_path(rule)}?machine={MACHINE}")
    assert len(installation.calls) > 10
    assert installation.writes() == []


@pytest.mark.parametrize("who", ["", CUSTOMER, STAFF])
def test_a_form_whose_fields_were_left_out_is_no_fault_of_ours(installation: Installation, who: str) -> None:
    answers = {rule.rule: _without_fields(installation, who, _path(rule)) for rule in _rules(installation, "POST")}
    assert {rule: status for rule, status in answers.items() if status in (400, 500)} == {}


def _without_fields(installation: Installation, who: str, path: str) -> int:
    """What is answered to a form with its token alone."""
    browser = installation.browser(who)
    token = Forms.of(browser.get("/menu" if who else "/login")).named("/language")["csrf_token"]
    return browser.send(path, {"csrf_token": token}).status_code
