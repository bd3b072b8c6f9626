"""The form by which labels are printed and revoked."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField

from gateway.fields import whole
from gateway.forms import PortalForm, choices
from gateway.language import t
from gateway.portal.labels.sheets import SHEETS, Sheet
from gateway.portal.machines.filters import MachineFilters

FILTERS = ("text", "site", "monitoring")
IDS = {"model": "model_id", "group": "group_id", "customer": "customer_id"}


class ChosenForm(PortalForm):
    """The machines that were selected (`machine_id`), or all that match the filters of the list."""

    @property
    def ticked(self) -> list[str]:
        return self.sent.getlist("machine_id")

    def answers(self) -> dict[str, Any]:
        return {"machine_ids": self.ticked} if self.ticked else {"filter": self._filter()}

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

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"replace": bool(self.replace.data)}

    @property
    def layout(self) -> Sheet:
        return SHEETS.get(self.sheet.data or "", SHEETS["3x8"])

    def has_start(self) -> bool:
        """Whether the start is a place of the sheet; else the form has a problem."""
        start = whole(self.start.data or "1")
        if not isinstance(start, int) or not 1 <= start <= self.layout.labels:
            self.refuse("start", t("labels.start.wrong", number=self.layout.labels))
        return not self.problems


class RevokeForm(ChosenForm):
    """`sure` is set on the page that asks for confirmation."""

    sure = HiddenField()


def url_filters(filters: MachineFilters) -> dict[str, Any]:
    """The query parameters of the list that choose machines."""
    parameters = filters.url_parameters()
    return {name: parameters[name] for name in (*FILTERS, *IDS, "condition") if parameters[name]}
