"""Forms require their CSRF token, and GET changes nothing (OWASP ASVS 5.0, 3.5)."""

import re

import pytest
from werkzeug.routing import Rule

from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "01980000-0000-7000-8000-000000000012"


def _rules(installation: Installation, method: str) -> list[Rule]:
    """Routes of pages; `api/test_examples.py` tests the API, which has no CSRF tokens."""
    rules = [rule for rule in installation.app.url_map.iter_rules() if method in (rule.methods or set())]
    return [rule for rule in rules if not rule.rule.startswith("/api/")]


UNSUBSCRIBE = "/news/unsubscribe"
"""Mail programs post there for their user, without a token (RFC 8058)."""


def _path(rule: Rule) -> str:
    """A path of the rule: the machine's id for `uuid`, the first of several words, a reference number for texts."""
    path = re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<uuid:\w+>", MACHINE, rule.rule))
    return re.sub(r"<[^>]+>", "SR-4401-9273-5", path.replace("<language:language>", "nl"))


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_form_without_a_csrf_token_is_refused(installation: Installation, who: str) -> None:
    browser = installation.browser(who)
    rules = [rule for rule in _rules(installation, "POST") if not rule.rule.startswith(UNSUBSCRIBE)]
    statuses = {rule.rule: browser.send(_path(rule), {"once": "x"}).status_code for rule in rules}
    assert statuses == dict.fromkeys(statuses, 400)
    assert installation.writes() == []


def test_token_looks_different_in_each_response(installation: Installation) -> None:
    """Its length after compression would tell what it is (BREACH)."""
    browser = installation.browser()
    forms = [Forms.of(browser.get("/login")).named("/language") for _ in range(2)]
    assert forms[0]["csrf_token"] != forms[1]["csrf_token"]
    assert [browser.send("/language", form | {"choose_language": "en"}).status_code for form in forms] == [303, 303]


@pytest.mark.parametrize("forged", ["", "x", "é", "AAAA", "A" * 200])
def test_malformed_token_is_refused(installation: Installation, forged: str) -> None:
    browser = installation.browser()
    form = Forms.of(browser.get("/login")).named("/language")
    assert browser.send("/language", form | {"csrf_token": forged}).status_code == 400


def test_only_the_api_and_unsubscription_by_mail_programs_are_exempt_from_csrf_tokens(
    installation: Installation,
) -> None:
    protection = installation.app.extensions["csrf"]
    exempt = {blueprint.url_prefix for blueprint in protection._exempt_blueprints}
    assert (exempt, protection._exempt_views) == ({"/api/v1", UNSUBSCRIBE}, set())


def test_refused_form_says_that_nothing_changed_and_what_to_do(installation: Installation) -> None:
    response = installation.browser(CUSTOMER).send("/service-requests", {"description": "typed"})
    assert "daarom is er niets gewijzigd" in response.text
    assert "laad de pagina opnieuw" in response.text


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_get_changes_nothing(installation: Installation, who: str) -> None:
    browser = installation.browser(who)
    for rule in _rules(installation, "GET"):
        browser.get(f"{_path(rule)}?machine={MACHINE}")
    assert len(installation.calls) > 10
    assert installation.writes() == []


@pytest.mark.parametrize("who", ["", CUSTOMER, STAFF])
def test_form_without_fields_is_no_internal_error(installation: Installation, who: str) -> None:
    statuses = {rule.rule: _without_fields(installation, who, _path(rule)) for rule in _rules(installation, "POST")}
    assert {rule: status for rule, status in statuses.items() if status in (400, 500)} == {}


def _without_fields(installation: Installation, who: str, path: str) -> int:
    """The status of a form with only its CSRF token."""
    browser = installation.browser(who)
    token = Forms.of(browser.get("/menu" if who else "/login")).named("/language")["csrf_token"]
    return browser.send(path, {"csrf_token": token}).status_code
