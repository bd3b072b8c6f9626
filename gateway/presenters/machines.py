"""Machines as people know them: by their own name for it, where it stands, and how it is doing."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t, t_or
from gateway.presenters import supplies, tags
from gateway.presenters.supplies import Bar
from gateway.presenters.tabs import Tab
from gateway.presenters.tags import Tag

TROUBLES_SHOWN = 2


@dataclass(frozen=True)
class Machine:
    """A row of a list, or a whole machine, as fleet tells it."""

    row: dict[str, Any]

    @property
    def model(self) -> str:
        return f"{self.row['manufacturer']} {self.row['model_name']}".strip() or t("machine.no_model")

    @property
    def title(self) -> str:
        """What the customer calls it; else its model."""
        return self.row["own_reference"] or self.model

    @property
    def numbers(self) -> str:
        """Its model, sticker and serial number on one line; the MAC address where it has neither."""
        parts = [self.model] if self.row["own_reference"] else []
        if self.row["equipment_number"]:
            parts.append(t("machine.numbered", number=self.row["equipment_number"]))
        parts.append(self.row["serial_number"] or self.row.get("mac_address", ""))
        return " · ".join(filter(None, parts))

    @property
    def place(self) -> str:
        """Site and city; in a request only those are kept."""
        place = self.row.get("location", self.row)
        return " – ".join(dict.fromkeys(filter(None, (place["site"], place["city"]))))

    @property
    def spot(self) -> str:
        """Where in the building."""
        place = self.row["location"]
        named = [
            t(f"machine.in_{part}", **{part: place[part]}) for part in ("building", "floor", "room") if place[part]
        ]
        return ", ".join(named)

    @property
    def street(self) -> str:
        place = self.row["location"]
        return ", ".join(filter(None, (place["street"], f"{place['postcode']} {place['city']}".strip())))

    @property
    def url(self) -> str:
        return url_for("machines.overview", machine_id=self.row["id"])

    @property
    def connected(self) -> bool:
        return bool(self.row["monitoring"] == "connected")

    @property
    def tags(self) -> list[Tag]:
        """How it is doing, worst first: a machine that reports a fault may run low as well."""
        return [tags.condition(code) for code in self.row["conditions"]]

    @property
    def troubles(self) -> str:
        """What the device reports where somebody must come to it, for a row of a list."""
        return ", ".join(self.alerts[:TROUBLES_SHOWN]) if "attention" in self.row["conditions"] else ""

    @property
    def stale(self) -> bool:
        """Whether the last reading is too old to rely on."""
        return bool(self.row.get("stale", self.row["condition"] == "stale"))

    @property
    def toners(self) -> list[Bar]:
        return supplies.toner_bars(self.row["supplies"])

    @property
    def bars(self) -> list[Bar]:
        return supplies.all_bars(self.row["supplies"])

    @property
    def alerts(self) -> list[str]:
        """What the device itself reports: our words for its states, its own words for the rest."""
        told = (t_or(f"alert.{alert['code']}", alert["description"] or alert["code"]) for alert in self.row["alerts"])
        return list(dict.fromkeys(filter(None, told)))

    @property
    def without_counter(self) -> str:
        """Why there is no number of pages; empty where there is one."""
        if self.row["total"] is not None:
            return ""
        if self.row["counter_unit"]:
            return t("counter.sheets" if self.row["counter_unit"] == "sheets" else "counter.other_unit")
        return t("counter.not_told" if self.row["last_contact_at"] else "counter.not_read")


def tabs(machine_id: str, current: str) -> list[Tab]:
    """The parts of a machine's page, each at its own address."""
    return [
        Tab(f"tab.{name}", url_for(f"machines.{name}", machine_id=machine_id), name == current)
        for name in ("overview", "supplies", "readings", "service_history", "orders")
    ]
