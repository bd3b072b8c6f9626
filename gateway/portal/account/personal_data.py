"""My account: download of what is stored about the caller, and removal of the account."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, notices
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import customer_page, login_required, open_to_all
from gateway.panels import Required, collect
from gateway.portal.account.forms import RemovalForm
from gateway.portal.account.frame import page
from gateway.presenters.personal_data import Export, SectionPage, page_number
from gateway.read_only import form_page
from services.identity.contracts import (
    CheckOwnRemoval,
    GetAccount,
    GetDataExport,
    ReadDataExportPart,
    ReadDataExportSection,
    RemoveOwnAccount,
    RequestDataExport,
    StopDataExport,
)
from services.ordering.contracts import CountOwnOrders
from services.servicedesk.contracts import CountOwnServiceRequests

personal_data = Blueprint("personal_data", __name__, url_prefix="/account")

FILE_NAME = "machinepark-my-data.json"


@personal_data.get("/data")
@login_required
@form_page
def data() -> ResponseReturnValue:
    return _data_page(ButtonForm.shown())


@personal_data.post("/data")
@login_required
def request_data() -> ResponseReturnValue:
    """The page itself says that the data are being collected: a message would stay once they are."""
    form = ButtonForm()
    if form.submit(RequestDataExport) is None:
        return _data_page(form)
    return redirect(url_for(".data"), 303)


@personal_data.post("/data/stop")
@login_required
def stop_data() -> ResponseReturnValue:
    form = ButtonForm()
    if form.submit(StopDataExport) is None:
        return _data_page(form)
    return notices.redirect_to(url_for(".data"), "data_stopped")


@personal_data.get("/data/file")
@login_required
@form_page
def data_file() -> ResponseReturnValue:
    """The file as an attachment, part by part. Redirects to the page of the download unless it is ready."""
    export = _ready()
    if export is None:
        return redirect(url_for(".data"), 303)
    first = _part(export, 0)  # an error must come before the response begins

    def parts() -> Iterator[str]:
        yield first
        for number in range(1, export["parts"]):
            yield _part(export, number)

    response = Response(stream_with_context(parts()), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@personal_data.get("/data/read")
@login_required
@form_page
def read_data() -> ResponseReturnValue:
    """The contents of the file, and a page of the section of the parameters `source` and `section`, else of the first
    one. Redirects as `data_file`."""
    export = _ready()
    if export is None:
        return redirect(url_for(".data"), 303)
    names = {"source": request.args.get("source", "")[:60], "name": request.args.get("section", "")[:60]}
    where = {"export_id": UUID(export["export_id"]), "page": page_number(request.args.get("page", ""))}
    page = SectionPage(query(ReadDataExportSection, **where, **names).answer())
    return render_template("account/data_read.html", page=page, export=Export(export))


@personal_data.get("/remove")
@customer_page
@form_page
def removal() -> ResponseReturnValue:
    return _removal_page(RemovalForm.shown())


@personal_data.post("/remove")
@customer_page
def remove() -> ResponseReturnValue:
    form = RemovalForm()
    if form.submit(RemoveOwnAccount) is None:
        return _removal_page(form)
    callers.forget(cookies.session_token(request))
    response = notices.redirect_to(url_for(".removed"), "removed")
    cookies.end_session(response)
    return response


@personal_data.get("/removed")
@open_to_all
def removed() -> ResponseReturnValue:
    """Redirects to the login page unless an account has just been removed."""
    if not notices.shown(("removed",), again=True):
        return redirect(url_for("sessions.log_in_page"), 303)
    return render_template("account/removed.html")


def _data_page(form: ButtonForm) -> ResponseReturnValue:
    export = query(GetDataExport).answer()["export"]
    return page("data", form, export=Export(export) if export else None)


def _removal_page(form: RemovalForm) -> ResponseReturnValue:
    """The counts are left out while a service does not answer."""
    found = collect(
        account=Required(query(GetAccount)),
        check=Required(query(CheckOwnRemoval)),
        orders=query(CountOwnOrders),
        requests=query(CountOwnServiceRequests),
    )
    return page("remove", form, **vars(found))


def _ready() -> dict[str, Any] | None:
    """The download, if there is one that is ready."""
    export: dict[str, Any] | None = query(GetDataExport).answer()["export"]
    return export if export and Export(export).is_ready else None


def _part(export: dict[str, Any], number: int) -> str:
    found = query(ReadDataExportPart, export_id=UUID(export["export_id"]), number=number).answer()
    return str(found["content"])
