"""What fleet needs before a transaction."""

from typing import Any
from zoneinfo import ZoneInfo

from services.chassis.contract import Caller
from services.chassis.service.outside import Outside


def tell_zone(outside: Outside, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """The dealer's time zone, in which months begin."""
    return {"zone": ZoneInfo(outside.settings.time_zone)}
