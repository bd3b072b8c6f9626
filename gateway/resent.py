"""Recognises a form with a password that is sent again, e.g. after the browser's back button.

The service stores no answer of these commands under their idempotency key, since the record would hold a fast hash of
the password. The browser's signed cookie holds a digest of each instead, keyed with the form's key, which nobody else
knows.
"""

import hashlib
import hmac
from typing import Any

from flask import request
from flask import session as form_session

from services.chassis.contract.serialization import to_sorted_json

SENT = "sent"
"""Key in Flask's signed cookie."""
MAX_SENT = 6
DIGITS = 22


def digest(key: str, answers: dict[str, Any]) -> str:
    """Identifies what was sent: the same form, with the same answers, to the same address."""
    text = request.path + to_sorted_json(answers)
    return hmac.new(key.encode(), text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:DIGITS]


def was_done(sent: str) -> bool:
    return sent in form_session.get(SENT, [])


def remember(sent: str) -> None:
    form_session[SENT] = [*form_session.get(SENT, []), sent][-MAX_SENT:]
