"""The forms of ordering: basket, delivery, confirmation."""

import json
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from gateway.fields import whole
from gateway.forms import PortalForm, choices
from services.chassis.contract.characters import is_storable

ADDRESS = ("name", "street", "postcode", "city", "country")
COUNTRIES = ("NL", "BE", "DE", "LU", "FR", "GB")
OTHER = "other"
NEXT_PAGES = {"stay": "basket.show", "remove": "basket.show", "more": "orders.new"}
"""Named button of the basket → endpoint of the page that follows."""


class AddForm(PortalForm):
    """The button beside a supply that adds it to the basket. `next`: the list of machines to return to."""

    machine_id = HiddenField()
    sku = HiddenField()
    quantity = HiddenField()
    next = HiddenField()

    def answers(self) -> dict[str, Any]:
        values = super().answers() | {"quantity": whole(self.quantity.data or "1")}
        return {name: value for name, value in values.items() if name != "next"}


class LinesForm(PortalForm):
    """A form with parallel lists of `line_id` and `quantity`. `parameter` is their name in the contract."""

    parameter = "lines"

    def quantities(self) -> list[dict[str, Any]]:
        """The submitted quantities in the order of the form."""
        ids, quantities = self.sent.getlist("line_id"), self.sent.getlist("quantity")
        return [{"line_id": id, "quantity": whole(quantity)} for id, quantity in zip(ids, quantities, strict=False)]

    def typed(self, line_id: str, otherwise: int) -> int | str:
        """The submitted quantity of a line; `otherwise` if none was submitted."""
        return next((line["quantity"] for line in self.quantities() if line["line_id"] == line_id), otherwise)

    def problem_at(self, line_id: str) -> str:
        """The message at the quantity of a line."""
        positions = [position for position, line in enumerate(self.quantities()) if line["line_id"] == line_id]
        fields = {f"{self.parameter}-{position}-quantity" for position in positions}
        return next((problem.text for problem in self.problems if problem.field in fields), "")


class BasketForm(LinesForm):
    """Quantities of the basket. The button `remove` removes a line, `stay` changes the quantities only, `more`
    continues to other supplies, the one without a name to delivery."""

    draft_id = HiddenField()

    def answers(self) -> dict[str, Any]:
        removed_id = self.sent.get("remove", "")
        lines = [line | {"quantity": 0} if line["line_id"] == removed_id else line for line in self.quantities()]
        return {"draft_id": self.draft_id.data, "lines": lines}

    @property
    def next_page(self) -> str:
        """The endpoint of the page that follows."""
        return next((NEXT_PAGES[button] for button in NEXT_PAGES if button in self.sent), "basket.delivery")

    @classmethod
    def after(cls, form: PortalForm) -> "BasketForm":
        """The basket form with the problems of another form."""
        basket = cls.shown()
        basket.problems, basket.status = form.problems, form.status
        return basket


class DeliveryForm(PortalForm):
    """Delivery. `choice` is a known address as JSON (see `packed`), or `other` for the typed one. The button `back`
    returns to the basket."""

    draft_id = HiddenField()
    choice = StringField()
    deliver_to_name = StringField("delivery.name", name="deliver_to-name")
    deliver_to_street = StringField("delivery.street", name="deliver_to-street")
    deliver_to_postcode = StringField("delivery.postcode", name="deliver_to-postcode")
    deliver_to_city = StringField("delivery.city", name="deliver_to-city")
    deliver_to_country = SelectField(
        "delivery.country",
        name="deliver_to-country",
        choices=choices("country", COUNTRIES),
    )
    attention = StringField("delivery.attention")
    purchase_reference = StringField("delivery.purchase_reference")
    cost_centre = StringField("delivery.cost_centre")
    remarks = TextAreaField("delivery.remarks")
    reason = StringField("delivery.reason")

    @classmethod
    def of(cls, draft: dict[str, Any], name: str) -> "DeliveryForm":
        """Filled from the draft; if it has no address yet, with the first known one and the person's name."""
        choices, address = [packed(address) for address in draft["addresses"]], draft["deliver_to"]
        chosen = packed(address) if address else next(iter(choices), OTHER)
        values = {
            field: draft[field] for field in ("attention", "purchase_reference", "cost_centre", "remarks", "reason")
        }
        values |= {f"deliver_to_{part}": value for part, value in (address or {}).items()}
        if not address:
            values["attention"] = name
        return cls.shown(draft_id=draft["id"], choice=chosen if chosen in choices else OTHER, **values)

    def answers(self) -> dict[str, Any]:
        values = super().answers()
        typed_address = {part: values.pop(f"deliver_to-{part}", "") for part in ADDRESS}
        chosen_address = unpacked(values.pop("choice", ""))
        return values | {"deliver_to": chosen_address or typed_address, "complete": not self.goes_back}

    @property
    def goes_back(self) -> bool:
        return "back" in self.sent

    def type_refused_choice(self) -> None:
        """Show a known address that was refused as if it had been typed, so that it can be corrected."""
        chosen = unpacked(self.choice.data or "")
        if chosen and any(problem.field.startswith("deliver_to") for problem in self.problems):
            self.choice.data = OTHER
            for part, value in chosen.items():
                self[f"deliver_to_{part}"].data = value


class PlaceForm(PortalForm):
    """The draft with the revision that the user has seen."""

    draft_id = HiddenField()
    revision = HiddenField()

    def answers(self) -> dict[str, Any]:
        return {"draft_id": self.draft_id.data, "revision": whole(self.revision.data or "")}


class ReasonForm(PortalForm):
    reason = StringField("order.reason")


def packed(address: dict[str, str]) -> str:
    return json.dumps([address[part] for part in ADDRESS], ensure_ascii=False)


def unpacked(choice: str) -> dict[str, str] | None:
    """The inverse of `packed`; None for `other` and for anything invalid."""
    try:
        parts = json.loads(choice)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != len(ADDRESS):
        return None
    address = dict(zip(ADDRESS, map(str, parts), strict=True))
    return address if all(map(is_storable, address.values())) else None
