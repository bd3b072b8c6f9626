"""A headless browser that keeps cookies and sends the forms of pages."""

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse


class Browser:
    """The browser of one person."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._client.get(path, **options)

    def send(self, path: str, fields: dict[str, Any], **options: Any) -> TestResponse:
        """Post exactly these fields."""
        return self._client.post(path, data=fields, **options)

    def submit(self, page: TestResponse, action: str, **typed: str) -> TestResponse:
        """Send the page's form with this `action`, with its hidden fields and what is typed."""
        form = Forms.of(page).named(action)
        return self.send(action, form | typed, headers={"Referer": f"http://localhost{page.request.path}"})

    def log_in(self, email: str, password: str = "correct horse battery") -> TestResponse:
        return self.submit(self.get("/login"), "/login", email=email, password=password)

    def cookie(self, name: str) -> str:
        cookie = self._client.get_cookie(name)
        return cookie.value if cookie else ""

    def set_cookie(self, name: str, value: str) -> None:
        self._client.set_cookie(name, value)


def redirect_of(response: TestResponse) -> str:
    """Where a form redirects to, with only the code of the message that the page then shows (`gateway/notices.py`)."""
    return re.sub(r"(?<=[?&])done=(\w+)\.[^&]*", r"done=\1", response.location or "")


def text_of(response: TestResponse) -> str:
    """The text of a page or of a file, also of the sheets of an Excel file, which is a ZIP archive of XML."""
    if not (response.mimetype or "").endswith(".sheet"):
        return response.text
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/"))


class Forms(HTMLParser):
    """The forms of a page with the values that they would send, by action."""

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[str, dict[str, str]] = {}
        self._current: dict[str, str] = {}
        self._textarea = ""

    @classmethod
    def of(cls, page: TestResponse) -> "Forms":
        forms = cls()
        forms.feed(text_of(page))
        return forms

    @classmethod
    def posting(cls, page: TestResponse) -> list[str]:
        """The actions of the page's forms with method post, except those without a button."""
        return [
            match[1]
            for match in re.findall(r'(<form[^>]*method="post"[^>]*action="([^"]*)".*?</form>)', text_of(page), re.S)
            if "<button" in match[0]
        ]

    def named(self, action: str) -> dict[str, str]:
        return dict(self._forms[action])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._current = self._forms.setdefault(values.get("action", ""), {})
        elif tag == "input" and (values.get("type") not in ("radio", "checkbox") or "checked" in values):
            self._current[values["name"]] = values.get("value", "")
        elif tag == "textarea":
            self._textarea = values["name"]
            self._current[self._textarea] = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._current[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
