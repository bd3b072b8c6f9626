"""The message about what was done, on the page to which a form redirects.

The redirect's query parameter `done` is `CODE.NONCE.TIME.SIGNATURE`. The signature covers the page's path and an id in
the browser's signed cookie, so that a forged or copied link shows no false message.
"""

import secrets
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit, urlunsplit

from flask import current_app, redirect, request
from flask import session as form_session
from itsdangerous import BadData, TimestampSigner
from werkzeug.wrappers import Response

LIFETIME_SECONDS = 300
"""How long after the redirect a message can be shown; after a reload only with `again`."""
MAX_SEEN = 8
"""Messages that a browser is known to have seen; the oldest are forgotten."""
BROWSER, SEEN = "browser", "seen"
"""Keys in Flask's signed cookie."""


def redirect_to(url: str, done: str) -> Response:
    """Redirect to a page of this host, which then shows the message with the code `done`."""
    browser = form_session.setdefault(BROWSER, secrets.token_urlsafe(9))
    signed = _signer(browser, urlsplit(url).path).sign(f"{done}.{secrets.token_urlsafe(6)}").decode()
    parts = urlsplit(url)
    query = f"{parts.query}&done={signed}" if parts.query else f"done={signed}"
    return redirect(urlunsplit(parts._replace(query=query)), 303)


def shown(messages: Iterable[str], *, again: bool = False) -> str:
    """The code of the message that this page shows, one of `messages`; else empty.

    It is shown once. A page that consists of the message passes `again`, and shows it after a reload too.
    """
    code, nonce = _verified(request.args.get("done", ""))
    if code not in messages:
        return ""
    seen = form_session.get(SEEN, [])
    if again or nonce not in seen:
        if not again:
            form_session[SEEN] = [*seen, nonce][-MAX_SEEN:]
        return code
    return ""


def _verified(signed: str) -> tuple[str, str]:
    browser = form_session.get(BROWSER)
    if not browser or not signed.isascii():
        return "", ""
    try:
        text = _signer(browser, request.script_root + request.path).unsign(signed, max_age=LIFETIME_SECONDS).decode()
    except BadData:
        return "", ""
    code, _, nonce = text.partition(".")
    return code, nonce


def _signer(browser: str, path: str) -> TimestampSigner:
    return TimestampSigner(current_app.secret_key or "", salt=f"done {browser} {unquote(path)}")
