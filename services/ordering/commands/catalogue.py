"""Commands on the catalogue."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.ordering.contracts import UnknownModel
from services.ordering.model import MachineModel, Supply


def upsert_supply(
    uow: UnitOfWork, caller: Caller, sku: str, fits: Sequence[dict[str, str]], **attributes: Any
) -> Supply:
    """Create the supply with this SKU, or update it. Raises UnknownModel."""
    supply = uow.session.scalar(select(Supply).where(Supply.sku == sku)) or uow.add(Supply.of_sku(sku))
    supply.describe(**attributes)
    supply.fit(_model_id(uow, **model) for model in fits)
    return supply


def _model_id(uow: UnitOfWork, manufacturer: str, name: str) -> UUID:
    query = select(MachineModel.id).where(
        MachineModel.manufacturer == manufacturer, MachineModel.name == name, MachineModel.deleted.is_(False)
    )
    model_id = uow.session.scalar(query)
    if model_id is None:
        raise UnknownModel(manufacturer=manufacturer, name=name)
    return model_id
