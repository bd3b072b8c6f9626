"""The form of a parcel."""

from typing import Any

from wtforms import StringField

from gateway.portal.orders.forms import LinesForm


class ShipForm(LinesForm):
    """Carrier, tracking and the quantity of each line in the parcel."""

    parameter = "parts"
    carrier = StringField("ship.carrier")
    tracking_number = StringField("ship.tracking_number")
    tracking_url = StringField("ship.tracking_url")

    def answers(self) -> dict[str, Any]:
        parts = [part for part in self.quantities() if part["quantity"] not in (0, "")]
        return super().answers() | {"parts": parts or self.quantities()}
