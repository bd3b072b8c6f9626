"""Sessions as their owner knows them: which browser, where, since when."""

from dataclasses import dataclass
from typing import Any

from ua_parser import parse

from gateway.language import t


@dataclass(frozen=True, slots=True)
class Session:
    row: dict[str, Any]

    @property
    def device(self) -> str:
        """Firefox on Windows; what it cannot tell is left out."""
        found = parse(self.row["device"])
        browser = found.user_agent.family if found.user_agent else ""
        system = found.os.family if found.os else ""
        if browser and system:
            return t("session.browser_on", browser=browser, system=system)
        return browser or system or t("session.unknown_device")
