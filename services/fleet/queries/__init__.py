"""Queries of fleet: rows shaped for the caller and limited to the caller's scope."""

from services.fleet.queries.feeds import feed_groups, feed_machines, feed_models
from services.fleet.queries.groups import get_group, group_detail, group_of, list_groups
from services.fleet.queries.hidden import get_hidden_machine, identify_machine
from services.fleet.queries.lists import count_machines, list_machine_filters, list_machines
from services.fleet.queries.machine import get_machine, list_readings
from services.fleet.queries.volumes import list_monthly_volumes

__all__ = [
    "count_machines", "feed_groups", "feed_machines", "feed_models", "get_group", "get_hidden_machine", "get_machine",
    "group_detail", "group_of", "identify_machine", "list_groups", "list_machine_filters", "list_machines",
    "list_monthly_volumes", "list_readings",
]  # fmt: skip
