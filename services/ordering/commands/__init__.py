"""What changes in ordering: one function per use case, each within one transaction."""

from services.ordering.commands.catalogue import record_supply
from services.ordering.commands.drafts import add_to_draft, address_draft, change_draft, forget_draft, place_draft
from services.ordering.commands.orders import (
    cancel_order,
    confirm_order,
    deliver_order,
    place_order,
    record_past_order,
    refuse_order,
    ship_order,
)

__all__ = [
    "add_to_draft", "address_draft", "cancel_order", "change_draft", "confirm_order", "deliver_order", "forget_draft",
    "place_draft", "place_order", "record_past_order", "record_supply", "refuse_order", "ship_order",
]  # fmt: skip
