"""Labels of several machines: those selected in the machine list, or all of its filters. They are printed on sheets, as
new labels if wanted, or revoked."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from gateway import callers, listing, notices
from gateway.clients import query
from gateway.guards import login_required
from gateway.language import t
from gateway.portal.labels.forms import ChosenForm, PrintForm, RevokeForm, url_filters
from gateway.portal.labels.pdf import document
from gateway.portal.machines.filters import MachineFilters
from gateway.presenters.labels import MachineLabel
from gateway.read_only import form_page
from services.fleet.contracts import IssueMachineLabels, ListMachines, RevokeMachineLabels

labels = Blueprint("labels", __name__, url_prefix="/labels")

DONE = ("revoked",)
"""Messages of the page: what was done before the redirect to it."""
PDF = "application/pdf"


@labels.get("")
@login_required
@form_page
def print_page() -> ResponseReturnValue:
    """For all machines that match the filters of the URL."""
    filters = MachineFilters.from_request()
    form = PrintForm.shown(sheet="3x8", start="1")
    form.sent = MultiDict(url_filters(filters))
    return _print_page(form)


@labels.post("")
@login_required
def choose() -> ResponseReturnValue:
    """For the machines that were selected in the list."""
    form = PrintForm.shown(sheet="3x8", start="1")
    form.sent = MultiDict([("machine_id", id) for id in ChosenForm().ticked])
    if not form.ticked:
        return redirect(url_for("machines.machine_list"), 303)
    return _print_page(form)


@labels.post("/print")
@login_required
def print_labels() -> ResponseReturnValue:
    """The labels as a PDF file, or the form again. The page stays open: present labels are read again each time, and
    labels that were replaced stay the same if the form is sent once more."""
    form = PrintForm()
    if form.chooses_language() or not form.has_start():
        return _print_page(form)
    issued = form.submit(IssueMachineLabels, key=form.key_of_answers() if form.replace.data else "")
    if issued is not None and not issued["rows"]:
        form.refuse("", t("labels.none"))
    if issued is None or form.problems:
        return _print_page(form)
    printed = [MachineLabel.of(row).printed for row in issued["rows"]]
    content = document(printed, form.layout, int(form.start.data or 1) - 1, t("labels.title"))
    headers = {"Content-Disposition": 'attachment; filename="labels.pdf"'}
    return Response(content, mimetype=PDF, headers=headers)


@labels.post("/revoke")
@login_required
def revoke() -> ResponseReturnValue:
    """Asks for confirmation first."""
    form = RevokeForm()
    if form.chooses_language() or form.sure.data != "1":
        return _revoke_page(form)
    chosen: dict[str, Any] = {name: value for name, value in form.hidden if name != "machine_id"}
    return form.act(
        RevokeMachineLabels, on_error=_revoke_page, redirect_to=url_for(".print_page", **chosen), done="revoked"
    )


def _print_page(form: PrintForm) -> ResponseReturnValue:
    callers.current_person().expect_manages_guests()
    context = {"counted": _counted(form), "done": notices.shown(DONE), "back": url_for("machines.machine_list")}
    return render_template("labels/print.html", form=form, **context), form.status


def _revoke_page(form: RevokeForm) -> ResponseReturnValue:
    callers.current_person().expect_manages_guests()
    form.sure.data = "1"
    return render_template(
        "labels/revoke.html", form=form, counted=_counted(form), back=url_for("machines.machine_list")
    ), form.status


def _counted(form: ChosenForm) -> str:
    """48 machines."""
    if form.ticked:
        return t("machines.found", count=len(form.ticked))
    found = query(ListMachines, with_groups=False, with_supplies=False, limit=1, **form.answers()["filter"]).answer()
    return listing.how_many(found["page"], "machines.found")
