"""The form by which labels are printed and revoked."""

from typing import Any, Self

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, StringField

from gateway.fields import whole
from gateway.forms import PortalForm, choices
from gateway.language import t
from gateway.portal.labels.sheets import DEFAULT, SHEETS, Sheet
from gateway.portal.machines.filters import MachineFilters

REVOKED = ("revoked", "none_revoked")
"""Messages of the machine list: what was done before the redirect to it."""
FILTERS = ("text", "site", "monitoring")
IDS = {"model": "model_id", "group": "group_id", "customer": "customer_id"}


class ChosenForm(PortalForm):
    """The machines that were selected (`machine_id`), or all that match the filters of the list."""

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("machine_id")

    def answers(self) -> dict[str, Any]:
        return {"machine_ids": self.ticked} if self.ticked else {"filter": self._filter()}

    @property
    def list_url(self) -> str:
        """The machine list, with the filters that chose the machines."""
        names = () if self.ticked else (*FILTERS, *IDS, "condition")
        filters: dict[str, Any] = {name: self.sent.getlist(name) for name in names}
        return url_for("machines.machine_list", **filters)

    def _filter(self) -> dict[str, Any]:
        texts = {name: self.sent[name] for name in FILTERS if self.sent.get(name)}
        ids = {IDS[name]: self.sent[name] for name in IDS if self.sent.get(name)}
        conditions = self.sent.getlist("condition")
        return texts | ids | ({"conditions": conditions} if conditions else {})

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values of the fields that choose the machines."""
        names = ("machine_id",) if self.ticked else (*FILTERS, *IDS, "condition")
        return [(name, value) for name in names for value in self.sent.getlist(name) if value]


class PrintForm(ChosenForm):
    """`start` is the place of the first label on its sheet, from 1. `replace` makes the printed labels new ones."""

    sheet = RadioField("labels.sheet", choices=choices("label_sheet", SHEETS))
    start = StringField("labels.start")
    replace = BooleanField("labels.replace")

    @classmethod
    def of(cls, chosen: dict[str, Any]) -> Self:
        """For the machines that these fields choose."""
        form = cls.shown(sheet=DEFAULT, start="1")
        form.sent = MultiDict(chosen)
        return form

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"replace": bool(self.replace.data)}

    @property
    def layout(self) -> Sheet:
        """Of a form that `has_place`."""
        return SHEETS[self.sheet.data]

    @property
    def first(self) -> int:
        """The place of the first label, from 0. A label printer has no places."""
        return int(self.start.data or 1) - 1 if self.layout.labels > 1 else 0

    def has_place(self) -> bool:
        """Whether there is such a sheet, and the start is a place of it; else the form has a problem."""
        start = whole(self.start.data or "1")
        if self.sheet.data not in SHEETS:
            self.refuse("sheet", t("labels.sheet.required"))
        elif self.layout.labels > 1 and not (isinstance(start, int) and 1 <= start <= self.layout.labels):
            self.refuse("start", t("labels.start.wrong", number=self.layout.labels))
        return not self.problems


class RevokeForm(ChosenForm):
    """`sure` is set on the page that asks for confirmation."""

    sure = HiddenField()


def url_filters(filters: MachineFilters) -> dict[str, Any]:
    """The query parameters of the list that choose machines."""
    parameters = filters.url_parameters()
    return {name: parameters[name] for name in (*FILTERS, *IDS, "condition") if parameters[name]}
