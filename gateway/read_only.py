"""While somebody views the portal as another user, nothing that changes something is offered.

Templates leave out their forms (`ChangeForms`) and, by `changes_offered`, links to form pages; guards refuse form pages
and submitted forms (`expect_change_allowed`). The services refuse every command
of such a caller, whatever the gateway does.
"""

import re
from typing import Any

from flask import Flask, current_app, request
from jinja2.ext import Extension

from gateway import callers
from services.chassis.contract import ImpersonationReadOnly

OPEN = "open_to_all"
"""Guard of pages that do not depend on the session: their forms work, e.g. those of mailed links."""
STOP = "viewing.stop"
"""Endpoint of the only guarded form that works."""
_POST_FORM = re.compile(r'<form(?! *\{# also while impersonating #\})[^>]*method="post".*?</form>', re.DOTALL)


class ChangeForms(Extension):
    """Wraps each form with method post in `{% if changes_offered() %}`, except
    `<form {# also while impersonating #} …>`.

    So no template can forget it, as it could forget to call a macro in a state of the page that no test opens. A test
    refuses forms that the expression would not find.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _POST_FORM.sub(r"{% if changes_offered() %}\g<0>{% endif %}", source)


def set_up(app: Flask) -> None:
    app.jinja_env.add_extension(ChangeForms)
    app.jinja_env.globals["changes_offered"] = changes_offered


def form_page(view: Any) -> Any:
    """Mark a GET view, below its guard, whose page is only a form."""
    view.form_page = True
    return view


def is_form_page(endpoint: str) -> bool:
    return getattr(current_app.view_functions.get(endpoint), "form_page", False)


def is_impersonated() -> bool:
    person = callers.current_person_or_none()
    return person is not None and bool(person.impersonated_by)


def changes_offered() -> bool:
    """Whether this page offers its forms, and links to form pages."""
    return not is_impersonated() or getattr(current_app.view_functions.get(request.endpoint or ""), "guard", "") == OPEN


def expect_change_allowed(view: Any) -> None:
    """Called by guards. Raises ImpersonationReadOnly for form pages and submitted forms, except STOP."""
    asks_change = request.method not in ("GET", "HEAD") or getattr(view, "form_page", False)
    person = callers.current_person_or_none()
    if asks_change and person and person.impersonated_by and request.endpoint != STOP:
        raise ImpersonationReadOnly
