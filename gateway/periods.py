"""The filter of a list by a period: two days in the query string, and links for the usual periods."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from flask import request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from gateway import days, exports, listing
from gateway.clients import query
from gateway.forms import PortalForm
from gateway.language import t
from gateway.panels import PendingResponse
from gateway.problems import FormField, problems_of
from services.chassis.contract import Invalid, Query
from services.chassis.contract.periods import PeriodTooLong

DAY_LENGTH = 10
USUAL = (30, 90)
"""Days of the periods that are offered, which end today."""
NOTHING: dict[str, Any] = {
    "rows": [],
    "page": {"next": None, "previous": None, "count": 0, "count_capped": False},
    "is_queue": False,
    "period": {"from_day": None, "to_day": None, "max_days": 0},
}
"""The page of a list with a refused period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFilters(listing.Filters):
    """`from_day` and `to_day` are as typed: the service refuses what is no day."""

    from_day: str
    to_day: str

    @classmethod
    def from_request(cls) -> Self:
        """The period alone, for lists without other filters."""
        return cls(from_day=typed_day("from_day"), to_day=typed_day("to_day"))

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "from_day": self.from_day or None, "to_day": self.to_day or None}


def typed_day(name: str) -> str:
    return request.args.get(name, "").strip()[:DAY_LENGTH]


class PeriodForm(PortalForm):
    """The two days of the query string, with the messages of the service about them. Subclasses have `from_day`, whose
    label says what happened in the period."""

    to_day = StringField("period.to_day")

    def checked(self, call: PendingResponse) -> PendingResponse:
        """The call of a list, answered with NOTHING and the messages in `problems` if the service refuses the
        period."""
        return _Checked(self, call)

    def refuse_period(self, error: Invalid | PeriodTooLong) -> bool:
        """Whether the error is about the period; then its messages are those of the form."""
        fields = {field.name: FormField(str(field.label.text), not field.data) for field in self}
        problems = problems_of(error, fields)
        if any(problem.field not in ("from_day", "to_day") for problem in problems):
            return False
        self.problems, self.status = problems, error.status
        return True


@dataclass(frozen=True, slots=True)
class PeriodTab:
    """A list on a page of something else, with its period as the only filter."""

    filters: PeriodFilters
    form: PeriodForm

    @classmethod
    def of(cls, form: type[PeriodForm]) -> Self:
        return cls(PeriodFilters.from_request(), form(request.args))

    def context(self, found: dict[str, Any] | None, export: str, **url_arguments: Any) -> dict[str, Any]:
        """What macros/periods.html needs. `found` is the answer of the list, None if its service did not answer;
        `export` the endpoint of its downloads."""
        parameters = self.filters.url_parameters()
        return {
            "period_form": self.form,
            "filters": self.filters,
            "list_url": listing.address({}),
            "usual_periods": usual_periods(parameters, found["period"]) if found else [],
            "downloads": downloads(export, parameters | url_arguments),
        }


def list_page(
    template: str,
    operation: type[Query],
    filters: PeriodFilters,
    form: type[PeriodForm],
    presented: Callable[[dict[str, Any]], Any],
    counted: str,
    **context: Any,
) -> ResponseReturnValue:
    """The page of a list, as of `listing.render_list`; with a period that is refused no rows, and the messages about
    it. Its blueprint has the endpoint `export`."""
    period_form, parameters = form(request.args), filters.url_parameters()
    found = period_form.checked(query(operation, **filters.call_parameters(), **listing.cursors())).answer()
    page = listing.render_list(
        template,
        found,
        map(presented, found["rows"]),
        counted,
        filters,
        is_queue=found.get("is_queue", False),
        period_form=period_form,
        usual_periods=usual_periods(parameters, found["period"]),
        downloads=downloads(".export", parameters),
        all_customers_url=listing.address(parameters | {"customer": None}),
        **context,
    )
    return page, period_form.status


class RequestPeriodForm(PeriodForm):
    """The period in which service requests were received."""

    from_day = StringField("period.received_from")


class OrderPeriodForm(PeriodForm):
    """The period in which orders were placed."""

    from_day = StringField("period.placed_from")


@dataclass(frozen=True, slots=True)
class _Checked:
    form: PeriodForm
    call: PendingResponse

    def answer(self) -> dict[str, Any]:
        try:
            return self.call.answer()
        except (Invalid, PeriodTooLong) as error:
            if self.form.refuse_period(error):
                return NOTHING
            raise


class UsualPeriod(NamedTuple):
    """A link to the list of a usual period. `is_shown`: it is that of the page."""

    text: str
    url: str
    is_shown: bool


def downloads(export: str, parameters: dict[str, Any]) -> dict[str, str]:
    """The URLs of the files of a list, by kind, with these parameters, of which empty ones are left out."""
    filled = {name: value for name, value in parameters.items() if value}
    return {kind: url_for(export, kind=kind, **filled) for kind in exports.KINDS}


def usual_periods(filters: dict[str, Any], period: dict[str, Any]) -> list[UsualPeriod]:
    """The usual periods that the limit allows, with the other filters of the query string; `period` is that of the
    list."""
    today = days.today()
    offered = [count for count in USUAL if not period["max_days"] or count <= period["max_days"]]
    return [_usual(filters, period, today - dt.timedelta(days=count - 1), today, count) for count in offered]


def _usual(filters: dict[str, Any], period: dict[str, Any], first: dt.date, last: dt.date, count: int) -> UsualPeriod:
    chosen = {"from_day": first.isoformat(), "to_day": last.isoformat()}
    is_shown = all(period[name] == day for name, day in chosen.items())
    return UsualPeriod(t("period.last_days", count=count), listing.address(filters | chosen), is_shown)
