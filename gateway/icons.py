"""The SVG sprite of the icons in use, extracted from the Bootstrap Icons of Bootstrap-Flask."""

import re
from importlib.resources import files

ICONS = (
    "arrow-counterclockwise",
    "bag",
    "box-arrow-in-right",
    "box-arrow-right",
    "box-seam",
    "building",
    "calendar-check",
    "chat-left-text",
    "check-circle-fill",
    "chevron-left",
    "chevron-right",
    "clipboard-check",
    "clock-history",
    "collection",
    "download",
    "droplet-half",
    "envelope",
    "eye",
    "exclamation-octagon-fill",
    "exclamation-triangle-fill",
    "funnel",
    "globe2",
    "hand-thumbs-down",
    "hand-thumbs-up",
    "hourglass-split",
    "house-door",
    "inbox",
    "info-circle-fill",
    "journal-text",
    "life-preserver",
    "list",
    "mailbox",
    "megaphone",
    "people",
    "person-circle",
    "person-plus",
    "printer",
    "qr-code",
    "question-circle-fill",
    "search",
    "send",
    "telephone",
    "tools",
    "trash",
    "truck",
    "wifi-off",
    "x-circle",
)

_SYMBOL = re.compile(r'<symbol\b[^>]*\bid="(?P<name>[^"]+)"[^>]*>.*?</symbol>', re.DOTALL)
_SET = "static/bootstrap5/icons/bootstrap-icons.svg"


def sprite() -> str:
    """One SVG with a symbol for each of ICONS. Raises KeyError for an unknown icon."""
    everything = files("flask_bootstrap").joinpath(_SET).read_text(encoding="utf-8")
    symbols = {match["name"]: match[0] for match in _SYMBOL.finditer(everything)}
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols[name] for name in ICONS)}</svg>'
