"""The machine list and the tabs of a machine's page. Staff see machines of all customers."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, language, listing, notices, panels, reference_search
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import login_required
from gateway.listing import Filters, Listing
from gateway.panels import Limited, Required
from gateway.periods import OrderPeriodForm, PeriodFilters, PeriodTab, RequestPeriodForm
from gateway.portal.groups.forms import ChooseForm
from gateway.portal.labels.forms import REVOKED, url_filters
from gateway.portal.machines.choosing import NO_CHOICES
from gateway.portal.machines.filters import MachineFilters
from gateway.portal.orders.exports import order_file
from gateway.portal.service_requests.exports import request_file
from gateway.presenters import tags
from gateway.presenters.machines import Machine, tabs
from gateway.presenters.orders import Offer, Order, offers
from gateway.presenters.readings import Reading
from gateway.presenters.requests import ServiceRequest
from gateway.presenters.supplies import supply_name
from gateway.presenters.volumes import Chart, Volume
from gateway.read_only import changes_offered
from services.chassis.contract import TooManyAttempts
from services.fleet.contracts import (
    Condition,
    GetHiddenMachine,
    GetMachine,
    ListMachineFilters,
    ListMachines,
    ListMonthlyVolumes,
    ListReadings,
    MachineSort,
    Monitoring,
)
from services.identity.contracts import GetOwnAccessRequest
from services.ordering.contracts import ListFittingSupplies, ListOrders
from services.servicedesk.contracts import ListServiceRequests

machines = Blueprint("machines", __name__, url_prefix="/machines")

OPEN_SHOWN = 3


@machines.get("")
@login_required
def machine_list() -> ResponseReturnValue:
    filters = MachineFilters.from_request()
    person = callers.current_person()
    by_number = reference_search.search(filters.text, for_staff=person.staff)
    if by_number.url:
        return redirect(by_number.url, 303)
    page = panels.collect(
        found=Required(query(ListMachines, **filters.call_parameters(), **listing.cursors())),
        choices=query(ListMachineFilters, customer_id=filters.customer),
    )
    may_add = page.choices and person.may("manage_machines") and not person.staff
    can_add = may_add and (page.choices["groups"] or person.makes_groups)
    can_select = can_add or (person.manages_guests and changes_offered())
    rows = [Machine(row) for row in page.found["rows"]]
    choices = page.choices or NO_CHOICES
    hidden: dict[str, Any] | TooManyAttempts | None = None
    own_request: dict[str, Any] | None = None
    if filters.text and not rows and not person.staff and not person.sees_all:
        answers = panels.collect(
            hidden=Limited(query(GetHiddenMachine, number=filters.text)),
            own=query(GetOwnAccessRequest, number=filters.text),
        )
        hidden, own_request = answers.hidden, answers.own and answers.own["request"]
    too_often = hidden if isinstance(hidden, TooManyAttempts) else None
    return listing.render_list(
        "machines/list.html",
        page.found,
        rows,
        "machines.found",
        filters,
        choices=choices,
        by_number=by_number,
        conditions=tags.choices("condition", Condition),
        monitoring=Monitoring,
        sorts=MachineSort,
        bulk=ChooseForm.shown(back=request.full_path.rstrip("?"), group_id=filters.add_to) if can_select else None,
        can_add=can_add,
        labels_url=url_for("labels.print_page", **url_filters(filters)) if person.manages_guests else "",
        done=notices.shown(REVOKED),
        adding_to=_name_of_group(choices, filters.add_to),
        out_of_scope=bool(isinstance(hidden, dict) and hidden["hidden"]),
        may_look_in=language.duration(too_often.params["seconds"]) if too_often else "",
        access_form=ButtonForm.shown(),
        access_requested_at=own_request["requested_at"] if own_request else "",
        all_customers_url=listing.address(filters.url_parameters() | {"customer": None}),
    )


@machines.get("/<uuid:machine_id>")
@login_required
def overview(machine_id: UUID) -> ResponseReturnValue:
    page = panels.collect(
        machine=Required(query(GetMachine, machine_id=machine_id)),
        open_requests=query(ListServiceRequests, machine_id=machine_id, open_only=True, limit=OPEN_SHOWN),
        fitting=query(ListFittingSupplies, machine_id=machine_id),
        volumes=query(ListMonthlyVolumes, machine_id=machine_id),
    )
    machine = Machine(page.machine)
    return render_template(
        "machines/overview.html",
        machine=machine,
        offers=offers(machine.toners, page.fitting and page.fitting["rows"], for_staff=callers.current_person().staff),
        add=ButtonForm.shown,
        tabs=tabs(str(machine_id), "overview"),
        ordering_is_away=page.fitting is None,
        open_requests=_requests(page.open_requests),
        chart=_chart(page.volumes),
    )


@machines.get("/<uuid:machine_id>/supplies")
@login_required
def supplies(machine_id: UUID) -> ResponseReturnValue:
    page = panels.collect(
        machine=Required(query(GetMachine, machine_id=machine_id)),
        fitting=query(ListFittingSupplies, machine_id=machine_id),
    )
    machine, staff = Machine(page.machine), callers.current_person().staff
    return render_template(
        "machines/supplies.html",
        machine=machine,
        offers=offers(machine.bars, page.fitting and page.fitting["rows"], for_staff=staff),
        add=ButtonForm.shown,
        tabs=tabs(str(machine_id), "supplies"),
        fitting=None if page.fitting is None else [(Offer(row, staff), row) for row in page.fitting["rows"]],
        supply_name=supply_name,
    )


@machines.get("/<uuid:machine_id>/readings")
@login_required
def readings(machine_id: UUID) -> ResponseReturnValue:
    page = panels.collect(
        machine=Required(query(GetMachine, machine_id=machine_id)),
        found=query(ListReadings, machine_id=machine_id, **listing.cursors()),
        volumes=query(ListMonthlyVolumes, machine_id=machine_id),
    )
    found = _listed(page.found, Reading, "readings.found")
    return _list_tab("machines/readings.html", "readings", page.machine, found, chart=_chart(page.volumes))


@machines.get("/<uuid:machine_id>/service-history")
@login_required
def service_history(machine_id: UUID) -> ResponseReturnValue:
    tab = PeriodTab.of(RequestPeriodForm)
    period = tab.filters.call_parameters()
    page = panels.collect(
        machine=Required(query(GetMachine, machine_id=machine_id)),
        found=tab.form.checked(query(ListServiceRequests, machine_id=machine_id, **period, **listing.cursors())),
    )
    row = partial(ServiceRequest, for_staff=callers.current_person().staff)
    found = _listed(page.found, row, "requests.found", tab.filters)
    context = tab.context(page.found, ".service_history_export", machine_id=machine_id)
    return _list_tab(
        "machines/service_history.html", "service_history", page.machine, found, **context
    ), tab.form.status


@machines.get("/<uuid:machine_id>/service-history/export.csv", defaults={"kind": "csv"})
@machines.get("/<uuid:machine_id>/service-history/export.xlsx", defaults={"kind": "xlsx"})
@login_required
def service_history_export(machine_id: UUID, kind: str) -> Response:
    """The machine's requests of the tab's period. Not found as the machine."""
    query(GetMachine, machine_id=machine_id).answer()
    filters = PeriodFilters.from_request().call_parameters() | {"machine_id": machine_id}
    return request_file(kind, filters, for_staff=callers.current_person().staff)


@machines.get("/<uuid:machine_id>/orders")
@login_required
def orders(machine_id: UUID) -> ResponseReturnValue:
    tab = PeriodTab.of(OrderPeriodForm)
    period = tab.filters.call_parameters()
    page = panels.collect(
        machine=Required(query(GetMachine, machine_id=machine_id)),
        found=tab.form.checked(query(ListOrders, machine_id=machine_id, **period, **listing.cursors())),
    )
    row = partial(Order, for_staff=callers.current_person().staff)
    found = _listed(page.found, row, "orders.found", tab.filters)
    context = tab.context(page.found, ".orders_export", machine_id=machine_id)
    return _list_tab("machines/orders.html", "orders", page.machine, found, **context), tab.form.status


@machines.get("/<uuid:machine_id>/orders/export.csv", defaults={"kind": "csv"})
@machines.get("/<uuid:machine_id>/orders/export.xlsx", defaults={"kind": "xlsx"})
@login_required
def orders_export(machine_id: UUID, kind: str) -> Response:
    """The machine's orders of the tab's period. Not found as the machine."""
    query(GetMachine, machine_id=machine_id).answer()
    filters = PeriodFilters.from_request().call_parameters() | {"machine_id": machine_id}
    return order_file(kind, filters, for_staff=callers.current_person().staff)


def _name_of_group(choices: dict[str, Any], group_id: str | None) -> str:
    """Empty for a group that is not among the choices."""
    return next((group["name"] for group in choices["groups"] if group["id"] == group_id), "")


def _listed(
    response: dict[str, Any] | None, row: Callable[[Any], Any], counted: str, filters: Filters | None = None
) -> Listing | None:
    """None if the service did not answer."""
    if response is None:
        return None
    parameters = filters.url_parameters() if filters else {}
    return Listing.of(response["page"], map(row, response["rows"]), counted, parameters, response.get("period"))


def _list_tab(template: str, tab: str, machine: dict[str, Any], found: Listing | None, **context: Any) -> str:
    head = {"machine": Machine(machine), "tabs": tabs(machine["id"], tab)}
    return render_template(template, **head, found=found, **context)


def _requests(answer: dict[str, list[dict[str, object]]] | None) -> list[ServiceRequest] | None:
    """The requests, with links for the reader's kind; None if servicedesk does not answer."""
    staff = callers.current_person().staff
    return None if answer is None else [ServiceRequest(row, for_staff=staff) for row in answer["rows"]]


def _chart(volumes: dict[str, Any] | None) -> Chart | None:
    """Pages per month; None if fleet does not answer."""
    return None if volumes is None else Chart([Volume(row) for row in volumes["rows"]])
