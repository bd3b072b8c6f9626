"""The three cookies: the session's token, the secret of the forms, and the chosen language.

Over HTTPS they carry the prefix `__Host-`, with which browsers accept them only for this very host. The plain-HTTP demo
does without.
"""

from typing import Any

from flask import Flask, Request, current_app
from flask import session as form_session
from werkzeug.wrappers import Response

YEAR = 365 * 24 * 3600


def set_up(app: Flask, *, secure: bool) -> None:
    """Flask's own signed cookie only keeps the CSRF secret; it is called `form`."""
    app.config.update(
        COOKIE_PREFIX="__Host-" if secure else "",
        SESSION_COOKIE_NAME=f"{'__Host-' if secure else ''}form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )


def name_of(cookie: str) -> str:
    return f"{current_app.config['COOKIE_PREFIX']}{cookie}"


def session_token(request: Request) -> str:
    """Empty without a session; what is too long to be a token of ours counts as none."""
    token = request.cookies.get(name_of("session"), "")
    return token if len(token) <= 100 else ""


def begin_session(response: Response, token: str) -> None:
    """Let the browser keep the token until it closes, and begin a new CSRF secret."""
    form_session.clear()
    response.set_cookie(name_of("session"), token, **_flags())


def end_session(response: Response) -> None:
    """Take the token away, and over HTTPS (browsers ask for that) all that the browser kept of our pages."""
    form_session.clear()
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(name_of("session"), **_flags())


def chosen_language(request: Request) -> str:
    return request.cookies.get(name_of("language"), "")


def keep_language(response: Response, language: str) -> None:
    response.set_cookie(name_of("language"), language, max_age=YEAR, **_flags())


def _flags() -> dict[str, Any]:
    return {
        "secure": current_app.config["SESSION_COOKIE_SECURE"],
        "httponly": True,
        "samesite": "Lax",
        "path": "/",
    }
