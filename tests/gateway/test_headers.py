"""What every answer carries (OWASP ASVS 5.0, 3.4 and 14.3.2)."""

from collections.abc import Callable

import pytest

from gateway.security import HEADERS
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
MAIL = "/mailbox/01980000-0000-7000-8000-000000000041"
REQUEST = "/service-requests/SR-4401-9273-5"
OPEN = ["/login", "/healthz", "/readyz", "/mailbox", MAIL, "/no-such-page", "/assets/x/no-such-file"]
OF_CUSTOMER = ["/", "/menu", "/machines", MACHINE, f"{MACHINE}/supplies", f"{MACHINE}/readings",
    f"{MACHINE}/service-history", "/service-requests", "/service-requests/new", REQUEST, f"{REQUEST}/received",
    f"{REQUEST}/cancel", f"/service-requests/new?machine={MACHINE[-36:]}", "/service-requests/check"]  # fmt: skip
OF_STAFF = ["/", "/machines", f"/backoffice{REQUEST}", "/backoffice/service-requests", "/backoffice/customers",
    "/backoffice/mails"]  # fmt: skip
EVERYWHERE = [("", path) for path in OPEN] + [(CUSTOMER, path) for path in OF_CUSTOMER] + [
    (STAFF, path) for path in OF_STAFF
]  # fmt: skip


@pytest.mark.parametrize(("who", "path"), EVERYWHERE)
def test_every_page_carries_every_header(installation: Installation, who: str, path: str) -> None:
    answer = installation.browser(who).get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_every_page_is_there_for_those_it_is_meant_for(installation: Installation, who: str) -> None:
    browser = installation.browser(who)
    paths = OF_CUSTOMER[:-1] if who == CUSTOMER else OF_STAFF
    assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/machines", 405), ("POST", "/login", 400)])
def test_errors_carry_every_header(installation: Installation, method: str, path: str, status: int) -> None:
    answer = installation.app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_fault_of_ours_carries_every_header_and_tells_only_a_number(installation: Installation) -> None:
    installation.answers["count_machines"] = {"unexpected": "canary"}
    answer = installation.browser(CUSTOMER).get("/")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["X-Correlation-Id"] in answer.text
    assert "canary" not in answer.text
    assert "KeyError" not in answer.text


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert not {"unsafe", "http:", "https:", "*", "data:"} & set(policy.replace(";", " ").split())
    assert "unsafe-" not in policy


def test_a_mail_as_html_is_locked_in(installation: Installation) -> None:
    policy = installation.browser().get(f"{MAIL}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert "script" not in policy


def test_over_https_browsers_are_told_to_stay_there(installation_with: Callable[..., Installation]) -> None:
    assert "Strict-Transport-Security" in installation_with(secure_cookies=True).browser().get("/login").headers
    assert "Strict-Transport-Security" not in installation_with(secure_cookies=False).browser().get("/login").headers


def test_what_a_person_just_typed_may_be_found_again_by_the_back_button_alone(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = browser.get(f"/service-requests/new?machine={MACHINE[-36:]}")
    checked = browser.submit(form, "/service-requests/check", category="fault", description="Kapot", telephone="1")
    assert checked.headers["Cache-Control"] == "private, no-cache"
