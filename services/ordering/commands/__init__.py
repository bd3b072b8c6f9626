"""Commands of ordering: one function per use case, one transaction each."""

from services.ordering.commands.catalogue import upsert_supply
from services.ordering.commands.drafts import add_to_draft, change_draft, expire_draft, place_draft, set_draft_delivery
from services.ordering.commands.orders import (
    cancel_order,
    confirm_order,
    deliver_order,
    import_order,
    place_order,
    refuse_order,
    ship_order,
)

__all__ = [
    "add_to_draft", "cancel_order", "change_draft", "confirm_order", "deliver_order", "expire_draft", "import_order",
    "place_draft", "place_order", "refuse_order", "set_draft_delivery", "ship_order", "upsert_supply",
]  # fmt: skip
