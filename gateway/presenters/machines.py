"""Machines: names, numbers, location and condition."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import t, t_or
from gateway.presenters import supplies
from gateway.presenters.supplies import Bar
from gateway.presenters.tabs import Tab
from gateway.presenters.tags import Tag, tag_of

TROUBLES_SHOWN = 2


class Explanation(NamedTuple):
    """Why something is empty, and more about it or what to do."""

    title: str
    advice: str


@dataclass(frozen=True)
class Machine:
    """`row` is fleet's list row or machine detail; a service request or an order line has fewer fields."""

    row: dict[str, Any]

    @property
    def model(self) -> str:
        return f"{self.row['manufacturer']} {self.row['model_name']}".strip() or t("machine.no_model")

    @property
    def title(self) -> str:
        """The customer's own reference, else the model."""
        return self.row["own_reference"] or self.model

    @property
    def numbers(self) -> str:
        """Model (unless it is the title), equipment number, and serial number or else MAC address, on one line."""
        parts = [self.model] if self.row["own_reference"] else []
        if self.row["equipment_number"]:
            parts.append(t("machine.numbered", number=self.row["equipment_number"]))
        parts.append(self.row["serial_number"] or self.row.get("mac_address", ""))
        return " · ".join(filter(None, parts))

    @property
    def place(self) -> str:
        """Site and city, which are also the only location fields in a service request."""
        place = self.row.get("location", self.row)
        return " – ".join(dict.fromkeys(filter(None, (place["site"], place["city"]))))

    @property
    def spot(self) -> str:
        """Building, floor and room."""
        location = self.row["location"]
        parts = [
            t(f"machine.in_{name}", **{name: location[name]})
            for name in ("building", "floor", "room")
            if location[name]
        ]
        return ", ".join(parts)

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
        """All conditions, worst first."""
        tags = [tag_of("condition", code) for code in self.row["conditions"]]
        never = self.connected and not self.row["last_contact_at"]
        return [tag._replace(text=t("machine.no_contact")) for tag in tags] if never else tags

    @property
    def troubles(self) -> str:
        """The first alerts, for a list row, if the condition `attention` holds; else empty."""
        return ", ".join(self.alerts[:TROUBLES_SHOWN]) if "attention" in self.row["conditions"] else ""

    @property
    def stale(self) -> bool:
        """Whether the last report is too old to rely on."""
        return bool(self.row.get("stale", self.row["condition"] == "stale"))

    @property
    def toners(self) -> list[Bar]:
        return supplies.toner_bars(self.row["supplies"])

    @property
    def bars(self) -> list[Bar]:
        return supplies.all_bars(self.row["supplies"])

    @property
    def lowest_first(self) -> list[Bar]:
        """All bars, those with a known level first, the lowest at the top."""
        return sorted(self.bars, key=lambda bar: 101 if bar.fill is None else bar.fill)

    @property
    def without_levels(self) -> Explanation:
        """Why a connected machine has no levels to show."""
        if not self.row["last_contact_at"]:
            return Explanation(t("machine.no_contact"), t("machine.no_contact.advice"))
        if self.row["supplies"]:
            return Explanation(t("supplies.no_toner"), t("supplies.no_toner.advice"))
        return Explanation(t("supplies.none"), t("supplies.none.advice"))

    @property
    def alerts(self) -> list[str]:
        """The alerts of the device without duplicates: translated by code if known, else the device's description."""
        texts = (t_or(f"alert.{alert['code']}", alert["description"] or alert["code"]) for alert in self.row["alerts"])
        return list(dict.fromkeys(filter(None, texts)))

    @property
    def without_counter(self) -> str:
        """Why there is no page count; empty if there is one."""
        if self.row["total"] is not None:
            return ""
        if self.row["counter_unit"]:
            return t("counter.sheets" if self.row["counter_unit"] == "sheets" else "counter.other_unit")
        return t("counter.not_told" if self.row["last_contact_at"] else "counter.not_read")


def tabs(machine_id: str, current: str) -> list[Tab]:
    """The tabs of a machine's page."""
    return [
        Tab(f"tab.{name}", url_for(f"machines.{name}", machine_id=machine_id), name == current)
        for name in ("overview", "supplies", "readings", "service_history", "orders")
    ]
