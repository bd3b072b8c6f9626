"""The rules about a supply, without anything around them."""

import uuid

import pytest

from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.model import Supply

FIRST, SECOND = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def supply() -> Supply:
    made = Supply.of_sku("TN-328M")
    made.describe("Toner", SupplyKind.TONER, SupplyColour.MAGENTA, 28000, True, None)
    return made


def models(supply: Supply) -> set[uuid.UUID]:
    return {fit.model_id for fit in supply.fits}


def test_a_supply_fits_exactly_the_models_given(supply: Supply) -> None:
    supply.fit([FIRST])
    supply.fit([SECOND])
    assert models(supply) == {SECOND}


def test_a_model_given_twice_counts_once(supply: Supply) -> None:
    supply.fit([FIRST, FIRST])
    assert len(supply.fits) == 1


def test_a_fit_that_stays_is_the_same_one(supply: Supply) -> None:
    supply.fit([FIRST])
    (kept,) = supply.fits
    supply.fit([FIRST, SECOND])
    assert kept in supply.fits


def test_a_supply_without_price_has_none(supply: Supply) -> None:
    assert supply.price is None


def test_a_price_is_an_amount_in_minor_units_with_its_currency(supply: Supply) -> None:
    supply.describe("Toner", SupplyKind.TONER, SupplyColour.BLACK, None, False, {"amount": 0, "currency": "EUR"})
    assert supply.price == {"amount": 0, "currency": "EUR"}


def test_models_are_published_in_the_same_order_whatever_the_order_they_came_in(supply: Supply) -> None:
    supply.fit([FIRST, SECOND])
    told = supply.published()["model_ids"]
    other = Supply.of_sku("TN-328K")
    other.describe("Toner", SupplyKind.TONER, SupplyColour.BLACK, None, True, None)
    other.fit([SECOND, FIRST])
    assert other.published()["model_ids"] == told
