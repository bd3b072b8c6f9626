"""Steps before the transaction."""

from typing import Any
from zoneinfo import ZoneInfo

from services.chassis.contract import Caller
from services.chassis.runtime.prepare_context import PrepareContext


def dealer_time_zone(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Adds the dealer's time zone, in which months begin."""
    return {"zone": ZoneInfo(context.settings.time_zone)}
