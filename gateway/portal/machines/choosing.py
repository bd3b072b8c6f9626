"""The data of pages on which a machine is chosen from a list: to order for it, or to request service."""

from types import SimpleNamespace
from typing import Any

from gateway import listing, panels
from gateway.clients import query
from gateway.panels import Required
from gateway.portal.machines.filters import PlaceFilters
from services.fleet.contracts import ListMachineFilters, ListMachines

NO_CHOICES: dict[str, Any] = {"customer_name": "", "sites": [], "models": [], "groups": []}
"""Filter values while fleet does not answer for them."""


def collect(filters: PlaceFilters, **parameters: Any) -> SimpleNamespace:
    """`found`: a page of the machines in scope; `choices`: the values of the filters."""
    call_parameters = filters.call_parameters() | parameters | listing.cursors()
    page = panels.collect(
        found=Required(query(ListMachines, with_groups=False, **call_parameters)), choices=query(ListMachineFilters)
    )
    page.choices = page.choices or NO_CHOICES
    return page
