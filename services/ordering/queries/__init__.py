"""Queries of ordering: rows shaped for the caller and limited to the caller's scope."""

from services.ordering.queries import catalogue, drafts, guest_status, guests, order_lists, orders

__all__ = ["catalogue", "drafts", "guest_status", "guests", "order_lists", "orders"]
