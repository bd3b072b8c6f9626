"""No input of any form, address or API body gives an internal error."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.api.described_operations import DescribedOperation, name_of, operations
from tests.gateway.browser import Forms
from tests.gateway.expected_responses import ADMINISTRATOR, STAFF, Route
from tests.gateway.site import Site, a_site
from tests.gateway.test_every_route import ROUTES

ENDS_SESSION = {
    "sessions.log_out",
    "account.end_session",
    "account.end_other_sessions",
    "personal_data.remove",
    "viewing.begin",
}
"""Forms after which the others would be refused for another reason."""
FORMS = [one for one in ROUTES if one.method == "POST" and one.rule.endpoint not in ENDS_SESSION]
PAGES = [one for one in ROUTES if one.method == "GET" and not one.rule.rule.startswith("/assets")]
BODIES = [one for one in operations() if one.takes_body]
TEXTS = [
    "", " ", "\x00", "a\x00b", "\ud800", "\x85", "\u2028", "\u202e", "\r\nBcc: x@y.example", "[" * 1500, "{" * 1500,
    "0000-00-00", "0001-01-01", "1969-12-31", "1969-12-31T23:59:59Z", "2101-01-01", "9999-12-31", "2027-02-30", "24:61",
    "2027-03-28T02:30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "-1", "-0", "1e999", "9" * 400, "²",
    "٣", "NaN", "null", "[1]", "{}", "%", "_", "\\", "%s%n", "{x}", "{{7*7}}", "<script>", "' OR 1=1 --", "=1+1", "@",
    "../../etc/passwd", "😀" * 100, "00000000-0000-0000-0000-000000000000", "=?utf-8?q?x?=@a.example", "xn--a@xn--a.nl",
]  # fmt: skip
"""Text that some program somewhere has stumbled over."""
TOO_LONG = "x" * 1_000_000
VALUES: list[Any] = [*TEXTS, None, True, -1, 2**63, 10**400, -0.0, 1.5, [], {}, [[]], [None], {"": None}, ["x"] * 1000]
QUERY = ("text", "after", "before", "next", "draft", "customer", "group", "machine", "site", "model", "subject", "done")
ANSWERED = {200, 303, 400, 401, 403, 404, 405, 409, 413, 422, 429}
pytestmark = pytest.mark.filterwarnings(
    # `email` draws the boundary of a mail from `random`, in threads of the installation, while Hypothesis generates
    "ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning"
)
FEW = settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One of its own, because the forms that are not refused change it."""
    site = a_site(tmp_path_factory.mktemp("site"))
    yield site
    site.installation.stop()


def _post(site: Site, route: Route, typed: dict[str, str]) -> int:
    browser = site.browser(route.audience or ADMINISTRATOR)
    token = Forms.of(browser.get("/menu")).named("/language")["csrf_token"]
    body = urlencode({**site.form_fields, **typed, "csrf_token": token}, errors="surrogatepass", doseq=True)
    kind = "application/x-www-form-urlencoded"
    return browser._client.post(site.path(route.rule), data=body, content_type=kind).status_code


@pytest.mark.parametrize("route", FORMS, ids=str)
@given(data=st.data())
@FEW
def test_form_refuses_any_text_in_any_field(site: Site, route: Route, data: st.DataObject) -> None:
    names = st.sampled_from(sorted({*site.form_fields, "here", "next", "everything", "offered"}))
    typed = data.draw(st.dictionaries(names, st.sampled_from(TEXTS), min_size=20, max_size=40))
    assert _post(site, route, typed) in ANSWERED


def test_form_that_is_too_long_is_refused(site: Site) -> None:
    without_file = [one for one in FORMS if not hasattr(site.app.view_functions[one.rule.endpoint], "largest_body")]
    statuses = {str(route): _post(site, route, {"name": TOO_LONG}) for route in without_file}
    assert statuses == dict.fromkeys(statuses, 413)


@pytest.mark.parametrize("route", PAGES, ids=str)
@given(data=st.data())
@FEW
def test_page_refuses_any_text_in_its_address(site: Site, route: Route, data: st.DataObject) -> None:
    typed = data.draw(st.dictionaries(st.sampled_from(QUERY), st.sampled_from(TEXTS), min_size=1))
    query = "&".join(f"{name}={quote(text, errors='surrogatepass')}" for name, text in typed.items())
    browser = site.browser(route.audience or ADMINISTRATOR)
    assert browser.get(f"{site.path(route.rule)}?{query}").status_code in ANSWERED


@pytest.mark.parametrize("operation", BODIES, ids=name_of)
@given(data=st.data())
@FEW
def test_api_refuses_any_value_in_any_field(site: Site, operation: DescribedOperation, data: st.DataObject) -> None:
    example = operation.body or {}
    names = st.sampled_from([*sorted(example), "unknown"])
    values = data.draw(st.dictionaries(names, st.sampled_from(VALUES), min_size=1))
    assert _send(site, operation, json.dumps(example | values)) in ANSWERED


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 100_000, '"\\ud800"', "1e999", "-", "\ufeff{", TOO_LONG])
def test_api_refuses_any_body(site: Site, body: str) -> None:
    assert _send(site, BODIES[0], body) in (400, 413, 422)


def test_api_refuses_a_body_that_is_too_long_without_a_session(site: Site) -> None:
    response = site.app.test_client().post("/api/v1/groups", data=TOO_LONG, content_type="application/json")
    assert response.status_code in (401, 413)


def _send(site: Site, operation: DescribedOperation, body: str) -> int:
    token = site.tokens[STAFF if operation.is_of_customer else ADMINISTRATOR]
    return (
        site.app.test_client()
        .open(
            f"/api/v1{operation.path}",
            method=operation.method,
            data=body.encode(errors="surrogatepass"),
            content_type="application/json",
            headers={} if operation.is_open else {"Authorization": f"Bearer {token}"},
        )
        .status_code
    )
