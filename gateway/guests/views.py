"""How a guest finds a machine: by number and postcode, or by its label; then its page, with what a guest may do there.

Ordering and requesting service are forms with a pass; the page of the status has none.
"""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField

from gateway import callers, language
from gateway.forms import PortalForm
from gateway.guards import open_to_all
from gateway.language import t
from gateway.presenters.guests import GuestMachine, Step
from gateway.problems import Problem
from services.identity.contracts import GuestAction, GuestMachineNotFound, IssueGuestPasses

guests = Blueprint("guests", __name__)

LABEL = "/g/<string(maxlength=200):code>"
"""Short, for a small QR code."""


class OpeningForm(PortalForm):
    """A form that finds a machine. `opened` is set on the page of the machine, which another language shows again, with
    new passes."""

    opened = HiddenField()

    def chooses_language(self) -> bool:
        return super().chooses_language() and not self.opened.data

    def answers(self) -> dict[str, str]:
        return {name: value for name, value in super().answers().items() if name != "opened"}


class FindForm(OpeningForm):
    equipment_number = StringField("guest.equipment_number")
    postcode = StringField("guest.postcode")


@guests.get("/guest")
@open_to_all
def find_page() -> ResponseReturnValue:
    return _find_page(FindForm.shown())


@guests.post("/guest")
@open_to_all
def find() -> ResponseReturnValue:
    form = FindForm()
    form.chooses_language()
    found = form.submit(IssueGuestPasses, key="", **_origin())
    if found is None:
        return _find_page(form)
    return _machine_page(found, url_for(".find"), form.answers())


@guests.get(LABEL)
@open_to_all
def label_page(code: str) -> ResponseReturnValue:
    """Looks nothing up: programs that preview links are not to be counted, nor to get passes."""
    return _label_page(OpeningForm.shown(), code, opens_itself=True)


@guests.post(LABEL)
@open_to_all
def label(code: str) -> ResponseReturnValue:
    form = OpeningForm()
    form.chooses_language()
    found = form.submit(IssueGuestPasses, key="", label=code, **_origin())
    if found is not None:
        return _machine_page(found, url_for(".label", code=code), {})
    if form.problems:
        return render_template("guests/find.html", form=_refused(form)), form.status
    return _label_page(form, code, opens_itself=False)


def _origin() -> dict[str, str]:
    return {"client_address": callers.client_address(), "language": language.current()}


def _refused(form: OpeningForm) -> FindForm:
    """The form for number and postcode, with what was wrong with the label."""
    shown = FindForm.shown()
    shown.problems, shown.status = form.problems, form.status
    if form.refusal == GuestMachineNotFound.code:
        shown.problems = [Problem("", t("guest.label_opens_nothing"))]
    return shown


def _find_page(form: FindForm) -> ResponseReturnValue:
    return render_template("guests/find.html", form=form), form.status


def _label_page(form: OpeningForm, code: str, *, opens_itself: bool) -> ResponseReturnValue:
    return render_template("guests/label.html", form=form, code=code, opens_itself=opens_itself), form.status


def _machine_page(found: dict[str, Any], again: str, typed: dict[str, str]) -> str:
    """`again` and `typed` find the machine once more, when another language is chosen."""
    steps = [Step(issued["action"], issued["token"]) for issued in found["passes"]]
    return render_template(
        "guests/machine.html",
        form=OpeningForm.shown(opened="1"),
        again=again,
        typed=typed,
        machine=GuestMachine(found["machine"]),
        steps=steps,
        may_ask_status=GuestAction.ASK_STATUS in found["actions"],
        expires_at=found["expires_at"],
    )
