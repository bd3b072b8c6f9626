"""Forms with a file: these views accept a larger body than others. The limit is set before the form is read."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request

View = Callable[..., Any]


def set_up(app: Flask) -> None:
    """To be called before other functions that read the form, such as the CSRF check, are registered."""
    app.before_request(_allow_largest_body)


def accepts_file(largest_body: int) -> Callable[[View], View]:
    """Mark a view, below its guard, whose form has a file; `largest_body` in bytes."""

    def mark(view: View) -> View:
        view.largest_body = largest_body  # type: ignore[attr-defined]  # read by `_allow_largest_body`
        return view

    return mark


def _allow_largest_body() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if largest := getattr(view, "largest_body", 0):
        request.max_content_length = largest
