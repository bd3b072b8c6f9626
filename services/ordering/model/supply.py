"""Supplies of the catalogue (docs/features.md#ordering)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.columns import EnumText
from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.contracts import SupplyStateChanged
from services.ordering.model.base import Base


class Supply(Published, Base):
    """A supply. `price_amount` is in minor units of `price_currency`, without tax; null when included in the
    contract."""

    __tablename__ = "supplies"
    publishes = SupplyStateChanged

    sku: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[SupplyKind] = mapped_column(EnumText(SupplyKind))
    colour: Mapped[SupplyColour] = mapped_column(EnumText(SupplyColour))
    yield_pages: Mapped[int | None]
    included_in_contract: Mapped[bool]
    price_amount: Mapped[int | None]
    price_currency: Mapped[str | None] = mapped_column(String(3))
    fits: Mapped[list["Fit"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @classmethod
    def of_sku(cls, sku: str) -> "Supply":
        return cls(sku=sku, fits=[])

    def describe(
        self,
        name: str,
        kind: SupplyKind,
        colour: SupplyColour,
        yield_pages: int | None,
        included_in_contract: bool,
        price: dict[str, Any] | None,
    ) -> None:
        self.name, self.kind, self.colour, self.yield_pages = name, kind, colour, yield_pages
        self.included_in_contract = included_in_contract
        self.price_amount = price["amount"] if price else None
        self.price_currency = price["currency"] if price else None

    def fit(self, model_ids: Iterable[UUID]) -> None:
        """Replace the models that the supply fits."""
        fitting_ids = set(model_ids)
        unchanged = [fit for fit in self.fits if fit.model_id in fitting_ids]
        added = fitting_ids - {fit.model_id for fit in unchanged}
        self.fits = unchanged + [Fit(model_id=model_id) for model_id in sorted(added)]

    @property
    def price(self) -> dict[str, Any] | None:
        if self.price_amount is None:
            return None
        return {"amount": self.price_amount, "currency": self.price_currency}

    def published(self) -> dict[str, Any]:
        return {
            "supply_id": self.id,
            "sku": self.sku,
            "name": self.name,
            "kind": self.kind,
            "colour": self.colour,
            "model_ids": sorted(fit.model_id for fit in self.fits),
        }


class Fit(Base):
    """Association of a supply with a model that it fits."""

    __tablename__ = "fits"

    supply_id: Mapped[UUID] = mapped_column(ForeignKey("supplies.id"), primary_key=True)
    model_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
