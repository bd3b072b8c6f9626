"""The forms of ordering: the basket's quantities, where it goes, and one's word that it is right."""

import json
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField

from gateway.forms import PortalForm

ADDRESS = ("name", "street", "postcode", "city", "country")
COUNTRIES = ("NL", "BE", "DE", "LU", "FR", "GB")
OTHER = "other"


class AddForm(PortalForm):
    """A supply for a machine, from the button beside it."""

    machine_id = HiddenField()
    sku = HiddenField()
    quantity = HiddenField()

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"quantity": whole(self.quantity.data or "1")}


class LinesForm(PortalForm):
    """A form with a quantity for each line of an order: `line_id` and `quantity`, side by side."""

    parameter = "lines"

    def quantities(self) -> list[dict[str, Any]]:
        """As they were typed, in their order."""
        ids, typed = self.sent.getlist("line_id"), self.sent.getlist("quantity")
        return [{"line_id": id, "quantity": whole(quantity)} for id, quantity in zip(ids, typed, strict=False)]

    def typed(self, line_id: str, otherwise: int) -> int | str:
        """What was typed for a line, where the form came back."""
        return next((one["quantity"] for one in self.quantities() if one["line_id"] == line_id), otherwise)

    def problem_at(self, line_id: str) -> str:
        """What is wrong with the quantity of a line."""
        places = [place for place, one in enumerate(self.quantities()) if one["line_id"] == line_id]
        fields = {f"{self.parameter}-{place}-quantity" for place in places}
        return next((problem.text for problem in self.problems if problem.field in fields), "")


class BasketForm(LinesForm):
    """How many of each line are wanted. `remove` takes one out, `go` goes on to delivery."""

    draft_id = HiddenField()

    def answers(self) -> dict[str, Any]:
        out = self.sent.get("remove", "")
        lines = [one | {"quantity": 0} if one["line_id"] == out else one for one in self.quantities()]
        return {"draft_id": self.draft_id.data, "lines": lines}

    @property
    def goes_on(self) -> bool:
        return "go" in self.sent

    @classmethod
    def after(cls, form: PortalForm) -> "BasketForm":
        """The basket, below what was wrong with another form."""
        basket = cls.shown()
        basket.problems, basket.status = form.problems, form.status
        return basket


class DeliveryForm(PortalForm):
    """Where the order goes. `choice` is a known address (JSON), or `other` for the one that is typed."""

    draft_id = HiddenField()
    choice = StringField()
    deliver_to_name = StringField("delivery.name", name="deliver_to-name")
    deliver_to_street = StringField("delivery.street", name="deliver_to-street")
    deliver_to_postcode = StringField("delivery.postcode", name="deliver_to-postcode")
    deliver_to_city = StringField("delivery.city", name="deliver_to-city")
    deliver_to_country = SelectField(
        "delivery.country",
        name="deliver_to-country",
        choices=[SelectChoice(code, f"country.{code}") for code in COUNTRIES],
    )
    attention = StringField("delivery.attention")
    purchase_reference = StringField("delivery.purchase_reference")
    cost_centre = StringField("delivery.cost_centre")
    remarks = TextAreaField("delivery.remarks")
    reason = StringField("delivery.reason")

    @classmethod
    def of(cls, draft: dict[str, Any], name: str) -> "DeliveryForm":
        """What the draft says; of a new one, its first known address, for the attention of the person."""
        known, place = [packed(address) for address in draft["addresses"]], draft["deliver_to"]
        chosen = packed(place) if place else next(iter(known), OTHER)
        told = {
            field: draft[field] for field in ("attention", "purchase_reference", "cost_centre", "remarks", "reason")
        }
        told |= {f"deliver_to_{part}": value for part, value in (place or {}).items()}
        if not place:
            told["attention"] = name
        return cls.shown(draft_id=draft["id"], choice=chosen if chosen in known else OTHER, **told)

    def answers(self) -> dict[str, Any]:
        told = super().answers()
        typed = {part: told.pop(f"deliver_to-{part}", "") for part in ADDRESS}
        return told | {"deliver_to": unpacked(told.pop("choice", "")) or typed}


class PlaceForm(PortalForm):
    """The draft as it was looked at."""

    draft_id = HiddenField()
    revision = HiddenField()

    def answers(self) -> dict[str, Any]:
        return {"draft_id": self.draft_id.data, "revision": whole(self.revision.data or "")}


class ReasonForm(PortalForm):
    reason = StringField("order.reason")


def whole(typed: str) -> int | str:
    """A typed number as a number; anything else as it is, for the contract to refuse."""
    stripped = typed.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 10 else stripped


def packed(address: dict[str, str]) -> str:
    return json.dumps([address[part] for part in ADDRESS], ensure_ascii=False)


def unpacked(choice: str) -> dict[str, str] | None:
    """The chosen address; None for `other`, and for anything that is none."""
    try:
        parts = json.loads(choice)
    except ValueError:
        return None
    if not isinstance(parts, list) or len(parts) != len(ADDRESS):
        return None
    return dict(zip(ADDRESS, map(str, parts), strict=True))
