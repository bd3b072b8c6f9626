"""The setting for periods of lists."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.runtime.prepare_context import PrepareContext


def longest_period(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Adds how many days a period may have, 0 if any number."""
    return {"max_days": context.settings.service_history_max_days}
