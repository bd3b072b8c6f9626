"""Consents to news."""

from dataclasses import dataclass
from typing import Any

from gateway.language import t


@dataclass(frozen=True, slots=True)
class Consent:
    """`row` is a row of identity's `GetConsents`."""

    row: dict[str, Any]

    @property
    def title(self) -> str:
        return t(f"consent_purpose.{self.row['purpose']}")
