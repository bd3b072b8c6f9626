"""Security headers of every response, errors and assets included, query strings, and the check of redirect targets."""

import string
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline code, no other origin, no frames; other resources (fonts, media, objects) are not loaded at all."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
"""Defaults: a view may set its own value, as assets do for caching and the demo's mailbox for a stricter policy."""

CACHED_FOR_BACK_BUTTON = "private, no-cache"
"""`Cache-Control` of pages that the browser keeps for its back button: those that answer a form, e.g. the form again
with what was typed. Otherwise it asks to send the form again. Over HTTPS, logout clears them (`cookies.py`)."""
ANSWERS_TO_FORMS = (200, 401, 409, 422, 429)
"""Statuses of these pages. Pages of 403, 404 and 5xx say nothing worth going back to; 401 is the login form."""

HTTPS_ONLY = "max-age=31536000; includeSubDomains"
LARGEST_FORM = 256 * 1024


def headers(*, https: bool) -> dict[str, str]:
    """The headers of every response, also of those that the HTTP server makes itself."""
    return HEADERS | ({"Strict-Transport-Security": HTTPS_ONLY} if https else {})


def protect(app: Flask, *, https: bool, trusted_proxies: int) -> None:
    """Add the headers to all responses, limit the request body, accept any query string that the HTTP server passes on
    (gunicorn refuses raw bytes, RFC 9112), and trust `X-Forwarded-For` and `X-Forwarded-Proto` of that many proxies."""

    def add_headers(response: Response) -> Response:
        if _is_kept_for_back_button(response):
            response.headers.setdefault("Cache-Control", CACHED_FOR_BACK_BUTTON)
        for name, value in headers(https=https).items():
            response.headers.setdefault(name, value)
        return response

    app.after_request(add_headers)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.wsgi_app = QueryInAscii(app.wsgi_app)  # type: ignore[method-assign]
    if trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies)  # type: ignore[method-assign]


def _is_kept_for_back_button(response: Response) -> bool:
    """Not the pages of a link in a mail, which name its recipient to whoever has the link, until it is used."""
    if request.method != "POST" or response.mimetype != "text/html" or "token" in (request.view_args or {}):
        return False
    return response.status_code in ANSWERS_TO_FORMS


class QueryInAscii:
    """WSGI middleware that percent-encodes raw bytes of the query string, as RFC 3986 requires of the client: Werkzeug
    decodes them as UTF-8, and raises UnicodeDecodeError for others."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", "").encode("latin-1"), safe=string.punctuation)
        body: Iterable[bytes] = self._app(environ, start_response)
        return body


def safe_path(path: str | None, otherwise: str = "/") -> str:
    """The path if it stays on this host, else `otherwise` (OWASP: unvalidated redirects)."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return otherwise
    if "\\" in path or not path.isprintable() or len(path) > 2000:
        return otherwise
    parts = urlsplit(path)
    return otherwise if parts.scheme or parts.netloc else path


def safe_goal(path: str | None) -> str:
    """The page after login: a safe path other than login, logout and the change of language."""
    goal = safe_path(path)
    return "/" if urlsplit(goal).path in ("/login", "/logout", "/language") else goal
