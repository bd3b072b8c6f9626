"""Sessions of a person."""

from dataclasses import dataclass
from typing import Any

from ua_parser import parse

from gateway.language import t


@dataclass(frozen=True, slots=True)
class Session:
    row: dict[str, Any]

    @property
    def device(self) -> str:
        """Firefox on Windows; only one of the two if the `User-Agent` header names no more."""
        user_agent = parse(self.row["device"])
        browser = user_agent.user_agent.family if user_agent.user_agent else ""
        system = user_agent.os.family if user_agent.os else ""
        if browser and system:
            return t("session.browser_on", browser=browser, system=system)
        return browser or system or t("session.unknown_device")
