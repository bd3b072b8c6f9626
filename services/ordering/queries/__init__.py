"""Queries of ordering: rows shaped for the caller and limited to the caller's scope."""

from services.ordering.queries.catalogue import customer_of, feed_supplies, list_fitting_supplies, open_orders
from services.ordering.queries.drafts import basket, draft_of, get_draft, shown
from services.ordering.queries.orders import count_orders, detail, get_order, list_orders, order_of

__all__ = [
    "basket", "count_orders", "customer_of", "detail", "draft_of", "feed_supplies", "get_draft", "get_order",
    "list_fitting_supplies", "list_orders", "open_orders", "order_of", "shown",
]  # fmt: skip
