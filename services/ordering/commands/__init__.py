"""Commands of ordering: one function per use case, one transaction each."""

from services.ordering.commands import catalogue, drafts, guests, orders

__all__ = ["catalogue", "drafts", "guests", "orders"]
