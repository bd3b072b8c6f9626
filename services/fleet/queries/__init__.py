"""Queries of fleet: rows shaped for the caller and limited to the caller's scope."""

from services.fleet.queries import (
    feeds,
    groups,
    guest_access,
    hidden,
    labels,
    lists,
    machine,
    machine_groups,
    overview,
    volumes,
)

__all__ = [
    "feeds", "groups", "guest_access", "hidden", "labels", "lists", "machine", "machine_groups", "overview", "volumes",
]  # fmt: skip
