"""What every answer carries, errors and assets included, and which addresses we send a browser on to."""

from urllib.parse import urlsplit

from flask import Flask, Response
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
"""Nothing inline, nothing from elsewhere, no frames; what is not named (fonts, media, objects) is not loaded at all."""

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
"""An answer that set one of these itself keeps its own: assets may be kept, a mail has a stricter policy."""

KEPT_FOR_BACK = "private, no-cache"
"""For what a person just typed and nobody else's: the browser keeps it for its back button, and asks anew otherwise."""

HTTPS_ONLY = "max-age=31536000; includeSubDomains"
LARGEST_FORM = 256 * 1024


def protect(app: Flask, *, https: bool, trusted_proxies: int) -> None:
    """Put the headers on all answers. Only what that many proxies wrote of the sender's address is believed."""

    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers["Strict-Transport-Security"] = HTTPS_ONLY
        return response

    app.after_request(add_headers)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    if trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies)  # type: ignore[method-assign]


def safe_path(path: str | None, otherwise: str = "/") -> str:
    """A path on this host to go on to; whatever could lead elsewhere becomes `otherwise`."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return otherwise
    if "\\" in path or not path.isprintable() or len(path) > 2000:
        return otherwise
    parts = urlsplit(path)
    return otherwise if parts.scheme or parts.netloc else path


def safe_goal(path: str | None) -> str:
    """Where to go after logging in: a safe path that does not lead round in a circle."""
    goal = safe_path(path)
    return "/" if urlsplit(goal).path in ("/login", "/logout", "/language") else goal
