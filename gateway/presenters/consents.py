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

    @property
    def has_other_wording(self) -> bool:
        """Whether another wording than the present one was consented to."""
        return bool(self.row["given_at"]) and self.row["given_wording"] != self.row["wording"]
