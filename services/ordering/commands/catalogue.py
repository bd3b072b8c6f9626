"""The catalogue is kept up to date."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.ordering.contracts import UnknownModel
from services.ordering.model import MachineModel, Supply


def record_supply(work: Work, caller: Caller, sku: str, fits: Sequence[dict[str, str]], **described: Any) -> Supply:
    """Add the supply of this SKU, or bring it up to date. Raises UnknownModel."""
    supply = work.session.scalar(select(Supply).where(Supply.sku == sku)) or work.keep(Supply.of_sku(sku))
    supply.describe(**described)
    supply.fit(_model_id(work, **model) for model in fits)
    return supply


def _model_id(work: Work, manufacturer: str, name: str) -> UUID:
    found = select(MachineModel.id).where(
        MachineModel.manufacturer == manufacturer, MachineModel.name == name, MachineModel.gone.is_(False)
    )
    model_id = work.session.scalar(found)
    if model_id is None:
        raise UnknownModel(manufacturer=manufacturer, name=name)
    return model_id
