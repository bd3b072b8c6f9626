"""Labels of several machines: those selected in the machine list, or all of its filters. They are printed on sheets, as
new labels if wanted, or revoked."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from gateway import callers, days, listing
from gateway.clients import query
from gateway.guards import login_required
from gateway.language import t
from gateway.portal.labels.forms import ChosenForm, PrintForm, RevokeForm, url_filters
from gateway.portal.labels.pdf import document
from gateway.portal.labels.settings import settings_url_if_off
from gateway.portal.machines.filters import MachineFilters
from gateway.presenters.labels import MachineLabel
from gateway.read_only import form_page
from services.fleet.contracts import IssueMachineLabels, ListMachines, RevokeMachineLabels

labels = Blueprint("labels", __name__, url_prefix="/labels")

PDF = "application/pdf"


@labels.get("")
@login_required
@form_page
def print_page() -> ResponseReturnValue:
    """For all machines that match the filters of the URL."""
    return _print_page(PrintForm.of(url_filters(MachineFilters.from_request())))


@labels.post("")
@login_required
def choose() -> ResponseReturnValue:
    """For the machines that were selected in the list."""
    ticked = ChosenForm().ticked
    if not ticked:
        return redirect(url_for("machines.machine_list"), 303)
    return _print_page(PrintForm.of({"machine_id": ticked}))


@labels.post("/print")
@login_required
def print_labels() -> ResponseReturnValue:
    """The labels as a PDF file, or the form again. The page stays open: present labels are read again each time, and
    labels that were replaced stay the same if the form is sent once more."""
    form = PrintForm()
    if form.chooses_language() or not form.has_place():
        return _print_page(form)
    issued = form.submit(IssueMachineLabels, key=form.key_of_answers() if form.replace.data else "")
    if issued is not None and not issued["rows"]:
        form.refuse("", t("labels.none"))
    if issued is None or form.problems:
        return _print_page(form)
    printed = [MachineLabel.of(row) for row in issued["rows"]]
    content = document([label.printed for label in printed], form.layout, form.first, t("labels.print"))
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(printed)}"'}
    return Response(content, mimetype=PDF, headers=headers)


@labels.post("/revoke")
@login_required
def revoke() -> ResponseReturnValue:
    """Asks for confirmation first, then leads back to the machine list: no page offers to revoke more labels."""
    form = RevokeForm()
    if form.chooses_language() or form.sure.data != "1":
        return _revoke_page(form)
    return form.act(RevokeMachineLabels, on_error=_revoke_page, redirect_to=form.list_url, done=_done)


def _file_name(printed: list[MachineLabel]) -> str:
    """label-10042.pdf; labels-24-2026-03-04.pdf of several machines."""
    if len(printed) > 1:
        return f"labels-{len(printed)}-{days.today()}.pdf"
    return f"{secure_filename(f'label-{printed[0].number}')}.pdf"


def _done(response: dict[str, Any]) -> str:
    return "revoked" if response["revoked"] else "none_revoked"


def _print_page(form: PrintForm) -> ResponseReturnValue:
    callers.current_person().expect_manages_guests()
    settings_url = settings_url_if_off(form.sent.get("customer"))
    return render_template(
        "labels/print.html", form=form, counted=_counted(form), back=form.list_url, settings_url=settings_url
    ), form.status


def _revoke_page(form: RevokeForm) -> ResponseReturnValue:
    callers.current_person().expect_manages_guests()
    form.sure.data = "1"
    return render_template("labels/revoke.html", form=form, counted=_counted(form), back=form.list_url), form.status


def _counted(form: ChosenForm) -> str:
    """48 machines; empty if the filters match none."""
    if form.ticked:
        return t("machines.found", count=len(form.ticked))
    found = query(ListMachines, with_groups=False, with_supplies=False, limit=1, **form.answers()["filter"]).answer()
    return listing.how_many(found["page"], "machines.found") if found["rows"] else ""
