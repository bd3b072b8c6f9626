"""The machine aggregate (docs/features.md#machines)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.contract.plain_text import letters_and_digits
from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.sort_names import cut_sort_text, sort_text_type
from services.fleet.contracts import Condition, MachineStateChanged, Monitoring
from services.fleet.model.base import Base
from services.fleet.model.catalogue import MachineModel
from services.fleet.model.search_text import search_text
from services.fleet.model.supply_level import UNKNOWN_TONER, condition_of, level_of, lowest_toner_percent_of
from services.fleet.model.supply_reading import SupplyReading

STALE_AFTER = dt.timedelta(days=3)
"""A connected machine without a report for longer than this is stale."""
CONTACT = ("monitoring", "last_contact_at")
PLACED = ("siteless", "sort_site", "id")
LOWEST_TONER = ("customer_id", "condition", "lowest_toner_percent", *PLACED)
PLACE = ("site", "street", "postcode", "city", "building", "floor", "room")


class Machine(Published, Base):
    """A machine. Its numbers are unique, and null when it has none.

    `group_ids` is the complete list that is published; the chassis' `resource_groups` holds the same for filtering.
    `supplies` are the contract's `SupplyLevel`, in the device's order. `condition` derives from them (`low`, `unknown`
    or `ok`), `needs_attention` from the device's alerts; `conditions_at` adds staleness and connection, which depend on
    the present time. `lowest_toner_percent` is `UNKNOWN_TONER` when no percentage is known, which sorts last.
    Lists by site sort by `siteless`, 1 without a site and else 0, and `sort_site`, the sort text of the site.
    `number_key` and `postcode_key` are what guests type, as `letters_and_digits` spells it.
    """

    __tablename__ = "machines"
    publishes = MachineStateChanged

    customer_id: Mapped[UUID]
    model_id: Mapped[UUID] = mapped_column(ForeignKey("machine_models.id"), index=True)
    model: Mapped[MachineModel] = relationship(lazy="joined", innerjoin=True)
    equipment_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    serial_number: Mapped[str | None] = mapped_column(String(60), unique=True)
    mac_address: Mapped[str | None] = mapped_column(String(17), unique=True)
    own_reference: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(80))
    siteless: Mapped[int]
    sort_site: Mapped[str] = mapped_column(sort_text_type(100))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(80))
    building: Mapped[str] = mapped_column(String(60))
    floor: Mapped[str] = mapped_column(String(30))
    room: Mapped[str] = mapped_column(String(60))
    contact_name: Mapped[str] = personal(String(120))
    cost_centre: Mapped[str] = mapped_column(String(40))
    contract: Mapped[str] = mapped_column(String(80))
    monitoring: Mapped[Monitoring] = mapped_column(EnumText(Monitoring))
    last_contact_at: Mapped[dt.datetime | None]
    condition: Mapped[Condition] = mapped_column(EnumText(Condition))
    needs_attention: Mapped[bool]
    lowest_toner_percent: Mapped[int]
    other_model_name: Mapped[str] = mapped_column(String(80))
    alerts: Mapped[list[dict[str, Any]]]
    supplies: Mapped[list[dict[str, Any]]]
    group_ids: Mapped[list[str]]
    search_text: Mapped[str] = mapped_column(String(600))
    number_key: Mapped[str] = mapped_column(String(20), index=True)
    postcode_key: Mapped[str] = mapped_column(String(12))
    total: Mapped[int | None]
    mono: Mapped[int | None]
    colour: Mapped[int | None]
    counted_at: Mapped[dt.datetime | None]
    counter_unit: Mapped[str] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_machines_customer_id_site_id", "customer_id", "site", "id"),
        Index("ix_machines_site_id", "site", "id"),
        Index("ix_machines_siteless", *PLACED),
        Index("ix_machines_customer_id_siteless", "customer_id", *PLACED),
        Index("ix_machines_customer_id_condition", "customer_id", "condition", *CONTACT),
        Index("ix_machines_customer_id_lowest_toner_percent", *LOWEST_TONER),
        Index("ix_machines_customer_id_needs_attention", "customer_id", "needs_attention", *CONTACT),
        Index("ix_machines_customer_id_monitoring", "customer_id", *CONTACT),
        Index("ix_machines_condition", "condition"),
        Index("ix_machines_last_contact_at", "last_contact_at"),
    )

    @classmethod
    def of_customer(cls, customer_id: UUID, model: MachineModel) -> "Machine":
        """A new machine without numbers and location."""
        return cls(
            customer_id=customer_id,
            model=model,
            own_reference="",
            **dict.fromkeys(PLACE, ""),
            siteless=1,
            sort_site="",
            contact_name="",
            cost_centre="",
            contract="",
            monitoring=Monitoring.NOT_CONNECTED,
            condition=Condition.UNKNOWN,
            needs_attention=False,
            lowest_toner_percent=UNKNOWN_TONER,
            other_model_name="",
            alerts=[],
            group_ids=[],
            search_text="",
            number_key="",
            postcode_key="",
            counter_unit="",
            supplies=[],
        )

    def number(self, equipment_number: str = "", serial_number: str = "", mac_address: str = "") -> bool:
        """Set the numbers that are not empty. Returns whether one of them changed."""
        previous = self.equipment_number, self.serial_number, self.mac_address
        self.equipment_number = equipment_number or self.equipment_number
        self.serial_number = serial_number or self.serial_number
        self.mac_address = mac_address or self.mac_address
        return previous != (self.equipment_number, self.serial_number, self.mac_address)

    def describe(self, customer_id: UUID, model: MachineModel, location: dict[str, str], **attributes: Any) -> None:
        """Set customer, model, location and the other data that people maintain."""
        self.customer_id, self.model = customer_id, model
        for part in PLACE:
            setattr(self, part, location.get(part, ""))
        self.siteless, self.sort_site = int(not self.site), cut_sort_text(self.site, Machine.sort_site)
        for name in ("own_reference", "contact_name", "cost_centre", "contract"):
            setattr(self, name, attributes[name])
        if attributes["monitoring"] is Monitoring.CONNECTED or self.last_contact_at is None:
            self.monitoring = attributes["monitoring"]

    def report(
        self,
        at: dt.datetime,
        supplies: Sequence[SupplyReading],
        alerts: list[dict[str, Any]],
        other_model_name: str,
        *,
        needs_attention: bool,
    ) -> None:
        """Store what the device reported at a moment. A report older than the last one is ignored."""
        if self.last_contact_at is not None and at < self.last_contact_at:
            return
        self.last_contact_at, self.monitoring = at, Monitoring.CONNECTED
        self.alerts, self.other_model_name = alerts, other_model_name
        self.condition, self.needs_attention = condition_of(supplies), needs_attention
        self.lowest_toner_percent = lowest_toner_percent_of(supplies)
        self.supplies = [level_of(supply) for supply in supplies]

    def count(self, at: dt.datetime, total: int | None, mono: int | None, colour: int | None, other_unit: str) -> None:
        """Store counters, from a report or read by hand. Counters older than the last ones are ignored.

        A report without counters, or in another unit, sets only `counter_unit`.
        """
        if self.counted_at is not None and at < self.counted_at:
            return
        if total is None and mono is None and colour is None:
            self.counter_unit = other_unit
            return
        self.counted_at, self.counter_unit = at, ""
        self.total, self.mono, self.colour = total, mono, colour

    def set_groups(self, group_ids: Iterable[UUID]) -> None:
        """Replace the groups."""
        self.group_ids = sorted(str(id) for id in group_ids)

    def index(self) -> None:
        """Update the texts by which the machine is found."""
        self.number_key, self.postcode_key = (
            letters_and_digits(self.equipment_number or "")[:20],
            letters_and_digits(self.postcode)[:12],
        )
        numbers = (self.equipment_number, self.serial_number, self.mac_address, self.own_reference)
        model = (self.model.manufacturer, self.model.name)
        self.search_text = search_text(*numbers, *model, *(getattr(self, part) for part in PLACE))

    def is_stale(self, now: dt.datetime) -> bool:
        """Whether the machine is connected and its last report is older than `STALE_AFTER`, or missing."""
        connected = self.monitoring is Monitoring.CONNECTED
        return connected and (self.last_contact_at is None or self.last_contact_at < now - STALE_AFTER)

    def conditions_at(self, now: dt.datetime) -> list[Condition]:
        """The one or two conditions at this moment, worst first."""
        if self.monitoring is Monitoring.NOT_CONNECTED:
            return [Condition.NOT_CONNECTED]
        if self.is_stale(now):
            return [Condition.STALE]
        if not self.needs_attention:
            return [self.condition]
        return [Condition.ATTENTION] + [self.condition] * (self.condition is not Condition.OK)

    @property
    def location(self) -> dict[str, str]:
        return {part: getattr(self, part) for part in PLACE}

    def published(self) -> dict[str, Any]:
        return {
            "machine_id": self.id,
            "customer_id": self.customer_id,
            "equipment_number": self.equipment_number or "",
            "serial_number": self.serial_number or "",
            "mac_address": self.mac_address or "",
            "model_id": self.model.id,
            "manufacturer": self.model.manufacturer,
            "model_name": self.model.name,
            "own_reference": self.own_reference,
            "cost_centre": self.cost_centre,
            "site": self.site,
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
            "group_ids": self.group_ids,
        }
