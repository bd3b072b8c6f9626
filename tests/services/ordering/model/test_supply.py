"""The rules of the aggregate Supply."""

import uuid

import pytest

from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.model import Supply

FIRST, SECOND = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def supply() -> Supply:
    created = Supply.of_sku("TN-328M")
    created.describe("Toner", SupplyKind.TONER, SupplyColour.MAGENTA, 28000, True, None)
    return created


def models(supply: Supply) -> set[uuid.UUID]:
    return {fit.model_id for fit in supply.fits}


def test_the_models_of_a_supply_are_replaced(supply: Supply) -> None:
    supply.fit([FIRST])
    supply.fit([SECOND])
    assert models(supply) == {SECOND}


def test_a_model_given_twice_is_stored_once(supply: Supply) -> None:
    supply.fit([FIRST, FIRST])
    assert len(supply.fits) == 1


def test_a_model_that_stays_keeps_its_row(supply: Supply) -> None:
    supply.fit([FIRST])
    (kept,) = supply.fits
    supply.fit([FIRST, SECOND])
    assert kept in supply.fits


def test_a_supply_without_price_has_none(supply: Supply) -> None:
    assert supply.price is None


def test_a_price_is_an_amount_in_minor_units_with_its_currency(supply: Supply) -> None:
    supply.describe("Toner", SupplyKind.TONER, SupplyColour.BLACK, None, False, {"amount": 0, "currency": "EUR"})
    assert supply.price == {"amount": 0, "currency": "EUR"}


def test_published_models_have_a_fixed_order(supply: Supply) -> None:
    supply.fit([FIRST, SECOND])
    published = supply.published()["model_ids"]
    other = Supply.of_sku("TN-328K")
    other.describe("Toner", SupplyKind.TONER, SupplyColour.BLACK, None, True, None)
    other.fit([SECOND, FIRST])
    assert other.published()["model_ids"] == published
