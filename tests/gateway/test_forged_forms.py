"""Forms without their token, and reading that changes nothing (security.md 17)."""

import pytest
from werkzeug.routing import Rule

from tests.gateway.house import CUSTOMER, STAFF, House

MACHINE = "01980000-0000-7000-8000-000000000012"


def _rules(house: House, method: str) -> list[Rule]:
    return [rule for rule in house.app.url_map.iter_rules() if method in (rule.methods or set())]


def _path(rule: Rule) -> str:
    values = {"machine_id": MACHINE, "mail_id": MACHINE, "reference": "SR-4401-9273-5", "digest": "x", "name": "x"}
    path = rule.rule
    for name, value in values.items():
        path = path.replace(f"<uuid:{name}>", value).replace(f"<string(maxlength=20):{name}>", value)
        path = path.replace(f"<{name}>", value)
    return path


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_no_form_is_taken_without_its_token(house: House, who: str) -> None:
    browser = house.browser(who)
    answers = {rule.rule: browser.send(_path(rule), {"once": "x"}).status_code for rule in _rules(house, "POST")}
    assert answers == dict.fromkeys(answers, 400)
    assert house.writes() == []


def test_a_form_that_is_refused_says_that_nothing_was_changed_and_what_to_do(house: House) -> None:
    answer = house.browser(CUSTOMER).send("/service-requests", {"description": "typed"})
    assert "daarom is er niets gewijzigd" in answer.text
    assert "laad de pagina opnieuw" in answer.text


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_opening_pages_changes_nothing(house: House, who: str) -> None:
    browser = house.browser(who)
    for rule in _rules(house, "GET"):
        browser.get(f"{_path(rule)}?machine={MACHINE}")
    assert len(house.calls) > 10
    assert house.writes() == []
