"""Placing an order: basket, delivery, check."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, panels, security
from gateway.clients import query
from gateway.guards import customer_page
from gateway.panels import BestEffort
from gateway.portal.orders.forms import OTHER, AddForm, BasketForm, DeliveryForm, PlaceForm, packed
from gateway.presenters.orders import Line, Order, delivery_facts
from gateway.read_only import form_page
from services.chassis.contract.plain_text import sort_text
from services.ordering.contracts import (
    AddToDraft,
    ChangeDraft,
    GetDraft,
    PlaceDraft,
    SetDraftDelivery,
    SupplyAlreadyOnItsWay,
)

basket = Blueprint("basket", __name__, url_prefix="/basket")


@basket.get("")
@customer_page
@form_page
def show() -> ResponseReturnValue:
    callers.current_person().expect_right("order_supplies")
    return _basket_page(BasketForm.shown())


@basket.post("/add")
@customer_page
def add() -> ResponseReturnValue:
    """Add a supply, then open the basket, or return to the list from which it was added."""
    form = AddForm()
    to_list = security.safe_path(form.next.data, otherwise="")
    return form.act(
        AddToDraft, on_error=_basket_page, redirect_to=to_list or url_for(".show"), done="added" if to_list else ""
    )


@basket.post("")
@customer_page
def change() -> ResponseReturnValue:
    """Change quantities, then continue to delivery or to other supplies, or return to the basket."""
    form = BasketForm()
    return form.act(ChangeDraft, on_error=_basket_page, redirect_to=url_for(form.next_page))


@basket.get("/delivery")
@customer_page
@form_page
def delivery() -> ResponseReturnValue:
    """The form is filled from the draft, else with the first known address."""
    draft = query(GetDraft).answer()
    if not draft["lines"]:
        return redirect(url_for(".show"), 303)
    form = DeliveryForm.of(draft, callers.current_person().name)
    return _delivery_page(form, draft)


@basket.post("/delivery")
@customer_page
def address() -> ResponseReturnValue:
    form = DeliveryForm()
    if form.submit(SetDraftDelivery) is None:
        form.type_refused_choice()
        page = panels.collect(draft=BestEffort(query(GetDraft, draft_id=form.draft_id.data)))
        return _delivery_page(form, page.draft)
    return redirect(url_for(".show") if form.goes_back else url_for(".check", draft=form.draft_id.data), 303)


@basket.get("/check")
@customer_page
@form_page
def check() -> ResponseReturnValue:
    """The order before it is placed. A draft that has been placed meanwhile (in another tab) redirects to its order,
    one that wants a reason to the delivery, the only page that asks for it."""
    draft = query(GetDraft, draft_id=listing.chosen_id("draft")).answer()
    if draft["reference_number"]:
        return redirect(url_for("orders.received", reference=draft["reference_number"]), 303)
    if not draft["lines"]:
        return redirect(url_for(".show"), 303)
    if draft["wants_reason"] and not draft["reason"]:
        return redirect(url_for(".delivery"), 303)
    return _check_page(PlaceForm.shown(draft_id=draft["id"], revision=str(draft["revision"])), draft)


@basket.post("/check")
@customer_page
def place() -> ResponseReturnValue:
    form = PlaceForm()
    placed = form.submit(PlaceDraft, key="")  # a draft becomes one order at most
    if placed is None:
        draft = query(GetDraft, draft_id=form.draft_id.data).answer()
        if form.refusal == SupplyAlreadyOnItsWay.code:  # ordered since the delivery was set
            delivery_form = DeliveryForm.of(draft, callers.current_person().name)
            delivery_form.refuse("reason", form.other_problems[0])
            return _delivery_page(delivery_form, draft)
        form.revision.data = str(draft["revision"])
        return _check_page(form, draft)
    return redirect(url_for("orders.received", reference=placed["reference_number"]), 303)


def _basket_page(form: AddForm | BasketForm) -> ResponseReturnValue:
    draft = query(GetDraft).answer()
    basket_form = form if isinstance(form, BasketForm) else BasketForm.after(form)
    page = render_template("orders/basket.html", form=basket_form, draft=draft, lines=_lines(draft))
    return page, form.status


def _delivery_page(form: DeliveryForm, draft: dict[str, Any] | None) -> ResponseReturnValue:
    addresses = draft["addresses"] if draft else []
    page = render_template(
        "orders/delivery.html",
        form=form,
        draft=draft,
        lines=_lines(draft) if draft else [],
        addresses=[(packed(address), address) for address in addresses],
        sites=_sites(draft),
        other=OTHER,
    )
    return page, form.status


def _sites(draft: dict[str, Any] | None) -> list[str]:
    """The sites of the machines in the basket, without those that have none."""
    sites = {line["machine"]["site"] for line in draft["lines"]} if draft else set()
    return sorted(sites - {""}, key=sort_text)


def _check_page(form: PlaceForm, draft: dict[str, Any]) -> ResponseReturnValue:
    """The browser's back button loads the page again, which leads to the order once it has been placed; except as the
    answer to a form, which the browser keeps (`security.CACHED_FOR_BACK_BUTTON`)."""
    page = render_template(
        "orders/check.html", form=form, draft=draft, entered=delivery_facts(draft), lines=_lines(draft)
    )
    return page, form.status


def _lines(draft: dict[str, Any]) -> list[tuple[Line, Order | None]]:
    """Each line, with the open order that already contains the same supply for the same machine."""
    return [(Line(line), Order(line["open_order"]) if line["open_order"] else None) for line in draft["lines"]]
