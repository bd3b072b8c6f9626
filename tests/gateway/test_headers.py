"""Security headers of every response (OWASP ASVS 5.0, 3.4 and 14.3.2)."""

from collections.abc import Callable

import pytest

from gateway.security import HEADERS
from services.chassis.contract import ContractError, InternalError, NotAllowed, NotFound
from services.fleet.contracts import ListGroups
from services.identity.contracts import GetSession, WeakPassword
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
MAIL = "/mailbox/01980000-0000-7000-8000-000000000041"
REQUEST = "/service-requests/SR-4401-9273-5"
PUBLIC = ["/login", "/healthz", "/readyz", "/mailbox", MAIL, "/no-such-page", "/assets/x/no-such-file"]
OF_CUSTOMER = ["/", "/menu", "/machines", MACHINE, f"{MACHINE}/supplies", f"{MACHINE}/readings",
    f"{MACHINE}/service-history", "/service-requests", "/service-requests/new", REQUEST, f"{REQUEST}/received",
    f"{REQUEST}/cancel", f"/service-requests/new?machine={MACHINE[-36:]}", "/service-requests/check"]  # fmt: skip
OF_STAFF = ["/", "/machines", f"/backoffice{REQUEST}", "/backoffice/service-requests", "/backoffice/customers",
    "/backoffice/mails"]  # fmt: skip
ALL_PAGES = [("", path) for path in PUBLIC] + [(CUSTOMER, path) for path in OF_CUSTOMER] + [
    (STAFF, path) for path in OF_STAFF
]  # fmt: skip


@pytest.mark.parametrize(("who", "path"), ALL_PAGES)
def test_every_page_has_every_security_header(installation: Installation, who: str, path: str) -> None:
    response = installation.browser(who).get(path)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_every_page_opens_for_its_users(installation: Installation, who: str) -> None:
    browser = installation.browser(who)
    paths = OF_CUSTOMER[:-1] if who == CUSTOMER else OF_STAFF
    assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/machines", 405), ("POST", "/login", 400)])
def test_errors_have_every_security_header(installation: Installation, method: str, path: str, status: int) -> None:
    response = installation.app.test_client().open(path, method=method)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_internal_error_has_every_header_and_only_a_correlation_id(installation: Installation) -> None:
    installation.responses["get_overview"] = {"unexpected": "canary"}
    response = installation.browser(CUSTOMER).get("/")
    assert response.status_code == 500
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["X-Correlation-Id"] in response.text
    assert "canary" not in response.text
    assert "KeyError" not in response.text


def test_content_policy_allows_nothing_inline_or_foreign() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert not {"unsafe", "http:", "https:", "*", "data:"} & set(policy.replace(";", " ").split())
    assert "unsafe-" not in policy


def test_html_mail_is_sandboxed(installation: Installation) -> None:
    policy = installation.browser().get(f"{MAIL}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert "script" not in policy


def test_hsts_is_sent_over_https(installation_with: Callable[..., Installation]) -> None:
    assert "Strict-Transport-Security" in installation_with(secure_cookies=True).browser().get("/login").headers
    assert "Strict-Transport-Security" not in installation_with(secure_cookies=False).browser().get("/login").headers


def test_check_page_may_be_restored_by_the_back_button(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    form = browser.get(f"/service-requests/new?machine={MACHINE[-36:]}")
    typed = {"category": "fault", "description": "Kapot", "telephone": "010 555 01 01"}
    page = browser.submit(form, "/service-requests/check", **typed)
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "nog niet" not in page.text, "it is restored after the request was sent, too"


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "Twee vragen.", "choose_language": "en"}])
def test_form_that_is_shown_again_may_be_restored_by_the_back_button(
    installation: Installation, fields: dict[str, str]
) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.submit(browser.get("/contact"), "/contact", **fields)
    assert (page.status_code, page.headers["Cache-Control"]) == (200 if fields["text"] else 422, "private, no-cache")


def test_result_of_a_form_may_be_restored_by_the_back_button(installation: Installation) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["manage_machines"]}
    browser = installation.browser(CUSTOMER)
    fields = {"csrf_token": Forms.of(browser.get("/menu")).named("/logout")["csrf_token"], "machine_id": MACHINE[-36:]}
    page = browser.send(f"/groups/{ListGroups.example[1]['rows'][0]['id']}/machines", fields)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-cache")


@pytest.mark.parametrize(("error", "status"), [(NotAllowed(), 403), (NotFound(), 404), (InternalError(), 500)])
def test_error_page_after_a_form_is_not_stored(installation: Installation, error: ContractError, status: int) -> None:
    browser = installation.browser(CUSTOMER)
    installation.responses["cancel_service_request"] = error
    form = browser.get(f"{REQUEST}/cancel")
    installation.responses["get_service_request"] = error
    page = browser.submit(form, f"{REQUEST}/cancel")
    assert (page.status_code, page.headers["Cache-Control"]) == (status, "no-store")


def test_page_of_a_link_that_names_its_recipient_is_not_stored(installation: Installation) -> None:
    installation.responses["set_password"] = WeakPassword(reason="too_short", limit=8)
    browser, address = installation.browser(), "/password/a-token"
    page = browser.submit(browser.get(address), address, password="kort")
    assert (page.status_code, page.headers["Cache-Control"]) == (422, "no-store")
