"""What the dealer says of a parcel."""

from typing import Any

from wtforms import StringField

from gateway.portal.orders.forms import LinesForm


class ShipForm(LinesForm):
    """Carrier, tracking, and how many of each line are in it: what waits, unless another number is typed."""

    parameter = "parts"
    carrier = StringField("ship.carrier")
    tracking_number = StringField("ship.tracking_number")
    tracking_url = StringField("ship.tracking_url")

    def answers(self) -> dict[str, Any]:
        sent = [part for part in self.quantities() if part["quantity"] not in (0, "")]
        return super().answers() | {"parts": sent or self.quantities()}
