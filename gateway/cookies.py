"""The three cookies: `session` (token), `form` (CSRF secret, messages seen) and `language`.

Over HTTPS they have the prefix `__Host-` (RFC 6265bis), which binds them to this host. The demo over plain HTTP has
no prefix.
"""

from typing import Any

from flask import Flask, Request, current_app
from flask import session as form_session
from werkzeug.wrappers import Response

YEAR = 365 * 24 * 3600
LONGEST_TOKEN = 100
CSRF_SECRET = "csrf_token"  # noqa: S105  # a key in the signed cookie


def set_up(app: Flask, *, secure: bool) -> None:
    """Configure Flask's signed cookie, called `form`: the CSRF secret and what `notices.py` needs."""
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
    """The session token; empty without a session and for a value that cannot be a token of this portal."""
    token = request.cookies.get(name_of("session"), "")
    return token if is_token(token) else ""


def is_token(text: str) -> bool:
    return len(text) <= LONGEST_TOKEN and text.isascii() and text.isprintable()


def begin_session(request: Request, response: Response, token: str) -> None:
    """Set the token as a browser-session cookie; discard the CSRF secret and the language chosen before the login."""
    form_session.pop(CSRF_SECRET, None)
    response.set_cookie(name_of("session"), token, **_flags())
    if chosen_language(request):
        response.delete_cookie(name_of("language"), **_flags())


def end_session(response: Response) -> None:
    """Delete the token and the CSRF secret; over HTTPS, which `Clear-Site-Data` requires, also cache and storage."""
    form_session.pop(CSRF_SECRET, None)
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
