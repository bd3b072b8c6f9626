"""List pages: filters in the query string, paging by cursor."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from flask import render_template, request, url_for

from gateway.days import with_period
from gateway.language import t
from services.chassis.contract.paging import CURSOR_LENGTH

LONGEST_SEARCH = 80
OUTSIDE_FILTERS = ("text", "customer")
"""Fields that the form shows elsewhere than among its filters."""
FRAGMENT = "X-Fragment"
"""Header by which the script requests the results only, to replace the displayed ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of a list. Subclasses add fields, named after the query parameters; a flag is the parameter `1`."""

    FILTERS_NOTHING: ClassVar[tuple[str, ...]] = ()
    """Fields that belong to the URL of the list, but filter nothing."""

    text: str = ""

    @classmethod
    def from_request(cls) -> Self:
        return cls(text=search_text())

    @property
    def any(self) -> bool:
        """Whether any filter is set."""
        return any(self._set.values())

    @property
    def number(self) -> int:
        """The number of values that are set in the form's filters, without the search text."""
        values = [value for name, value in self._set.items() if name not in OUTSIDE_FILTERS]
        return sum(len(value) if isinstance(value, list) else bool(value) for value in values)

    @property
    def _set(self) -> dict[str, Any]:
        return {name: value for name, value in self.url_parameters().items() if name not in self.FILTERS_NOTHING}

    def url_parameters(self) -> dict[str, Any]:
        return {name: "1" if value is True else value for name, value in asdict(self).items()}

    def call_parameters(self) -> dict[str, Any]:
        """The filters by their names in the contract."""
        return {"text": self.text}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `found` is the text of the number of results; the URLs are empty at either end."""

    rows: list[Any]
    found: str
    previous_url: str
    next_url: str

    @classmethod
    def of(
        cls,
        page: dict[str, Any],
        rows: Iterable[Any],
        counted: str,
        filters: dict[str, Any],
        period: dict[str, Any] | None = None,
    ) -> Self:
        """`page` is a service's PageInfo, `counted` the translation key of the number of results, `filters` the query
        parameters, `period` the service's Period of a list that has one."""
        return cls(
            rows=list(rows),
            found=with_period(how_many(page, counted), period),
            previous_url=_page_url("before", page["previous"], filters),
            next_url=_page_url("after", page["next"], filters),
        )


def how_many(page: dict[str, Any], counted: str) -> str:
    """48 machines; 1.000+ machines if counting was capped."""
    return t(f"{counted}_or_more" if page["count_capped"] else counted, count=page["count"])


def _page_url(direction: str, cursor: str | None, filters: dict[str, Any]) -> str:
    return address(filters | {direction: cursor}) if cursor else ""


def address(parameters: dict[str, Any]) -> str:
    """The URL of the current page with these query parameters; empty ones are left out."""
    query = {name: value for name, value in parameters.items() if value}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **query})


def page_parameters() -> dict[str, Any]:
    """Search text and cursor, for links and forms that return to this page of the list."""
    return {name: value for name, value in ({"text": search_text()} | cursors()).items() if value}


def cursors() -> dict[str, Any]:
    """The cursor parameters `after` and `before`, at most CURSOR_LENGTH characters each."""
    return {name: request.args.get(name, "")[:CURSOR_LENGTH] for name in ("after", "before")}


def search_text() -> str:
    """The query parameter `text` on one line, at most LONGEST_SEARCH characters."""
    return " ".join(request.args.get("text", "").split())[:LONGEST_SEARCH]


def chosen(name: str, choices: Iterable[str]) -> list[str]:
    """The values of a filter that are choices; unknown ones, as in an old link, are ignored."""
    values = request.args.getlist(name)
    return [str(choice) for choice in choices if choice in values]


def chosen_one(name: str, choices: Iterable[str]) -> str | None:
    return next(iter(chosen(name, choices)), None)


def flag(name: str) -> bool:
    return request.args.get(name) == "1"


def chosen_id(name: str) -> str | None:
    try:
        return str(uuid.UUID(request.args.get(name, "")))
    except ValueError:
        return None


def render_list(
    template: str, response: dict[str, Any], rows: Iterable[Any], counted: str, filters: Filters, **context: Any
) -> str:
    """Render a list page, or only its results if the FRAGMENT header asks for them (`frames/list.html`).

    `response` is the answer of a service, `rows` its rows for the template, `counted` as of `Listing.of`.
    """
    return render_template(
        template,
        found=Listing.of(response["page"], rows, counted, filters.url_parameters(), response.get("period")),
        filters=filters,
        list_url=address({}),
        fragment=request.headers.get(FRAGMENT) == "results",
        **context,
    )
