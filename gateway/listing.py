"""Lists: their filters stand in the URL, their pages follow each other by cursor."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from gateway.language import t

LONGEST_SEARCH = 80
FRAGMENT = "X-Fragment"
"""With this header a page asks for its results only, to put them in place of the old ones."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: `rows`, what it is called, and the links around it."""

    rows: list[Any]
    found: str
    previous_url: str
    next_url: str

    @classmethod
    def of(cls, page: dict[str, Any], rows: Iterable[Any], counted: str, filters: dict[str, Any]) -> "Listing":
        """`page` is a service's PageInfo; `counted` the key that says how many; `filters` as they stand in the URL."""
        return cls(
            rows=list(rows),
            found=how_many(page, counted),
            previous_url=_beside("before", page["previous"], filters),
            next_url=_beside("after", page["next"], filters),
        )


def how_many(page: dict[str, Any], counted: str) -> str:
    """48 machines, or 1.000+ machines where counting stopped."""
    return t(f"{counted}_or_more" if page["count_capped"] else counted, count=page["count"])


def _beside(direction: str, cursor: str | None, filters: dict[str, Any]) -> str:
    return address(filters | {direction: cursor}) if cursor else ""


def address(parameters: dict[str, Any]) -> str:
    """This page's address with these parameters; what is empty is left out."""
    given = {name: value for name, value in parameters.items() if value}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **given})


def done(told: Iterable[str]) -> str:
    """What the page may say that was just done, out of what it can tell."""
    return next(iter(chosen("done", told)), "")


def place() -> dict[str, Any]:
    """What is searched for and where in the list the reader is, for links and forms that come back to it."""
    return {name: value for name, value in ({"text": search_text()} | cursors()).items() if value}


def cursors() -> dict[str, Any]:
    """Where in the list the reader is."""
    return {name: request.args.get(name, "")[:400] for name in ("after", "before")}


def search_text() -> str:
    """What is searched for, on one line."""
    return " ".join(request.args.get("text", "").split())[:LONGEST_SEARCH]


def chosen(name: str, choices: Iterable[str]) -> list[str]:
    """The values of a filter that are choices; others in an old or mistyped link are passed over."""
    asked = request.args.getlist(name)
    return [choice for choice in choices if choice in asked]


def chosen_id(name: str) -> str | None:
    try:
        return str(uuid.UUID(request.args.get(name, "")))
    except ValueError:
        return None


def render_list(template: str, results: str, **context: Any) -> str:
    """The page, or only its results where the page itself asks for them."""
    return render_template(results if request.headers.get(FRAGMENT) == "results" else template, **context)
