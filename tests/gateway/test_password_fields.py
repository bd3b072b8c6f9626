"""Password fields pass on exactly what is typed, pasted or filled in (OWASP ASVS 5.0, 6.2.7 and 6.2.8)."""

from html.parser import HTMLParser

import pytest

from tests.architecture.sources import ROOT
from tests.gateway.installation import CUSTOMER, Installation

TOKEN = f"{'0' * 32}.a-secret"
PAGES = {"/login": 1, "/account/password": 2, "/account/email": 1, f"/password/{TOKEN}": 1, "/register": 1}
"""Pages and their number of password fields."""
UNICODE = "wáchtwoord 🔑 密码 " + "x" * 200


class PasswordFields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input" and ("type", "password") in attrs:
            self.fields.append(dict(attrs))


def _fields(installation: Installation, path: str) -> list[dict[str, str | None]]:
    page = PasswordFields()
    page.feed(installation.browser("" if path in ("/login", "/register") else CUSTOMER).get(path).text)
    return page.fields


@pytest.mark.parametrize("path", PAGES)
def test_password_can_be_pasted_filled_in_and_of_any_length(installation: Installation, path: str) -> None:
    fields = _fields(installation, path)
    assert len(fields) == PAGES[path]
    for field in fields:
        assert field["autocomplete"] in ("current-password", "new-password")
        assert not [name for name in field if name.startswith("on") or name in ("maxlength", "pattern")]
        assert not field["value"]


def test_script_does_not_handle_pasting() -> None:
    assert "paste" not in (ROOT / "gateway" / "static" / "portal.js").read_text()


def test_password_reaches_the_service_as_typed(installation: Installation) -> None:
    browser = installation.browser()
    browser.log_in(CUSTOMER, f" {UNICODE} ")
    assert installation.calls_of("log_in")[0].request["password"] == f" {UNICODE} "
