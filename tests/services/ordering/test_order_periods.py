"""Lists of orders of a period, with what their downloads name."""

import dataclasses
from typing import Any

import pytest
from contracts.builders import a_delivery, an_order, an_orderer
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop

from services.chassis.contract import Invalid, TooManyAttempts
from services.chassis.contract.periods import PeriodTooLong
from services.ordering.contracts import ExportOrders, ImportOrder, ListOrders

PLACED = {
    "before the day": "2026-10-24T21:59:59+00:00",
    "as the day begins": "2026-10-24T22:00:00+00:00",
    "as the day ends": "2026-10-25T22:59:59+00:00",
    "after the day": "2026-10-25T23:00:00+00:00",
}
"""A day of 25 hours in Amsterdam: summer time ends."""
DAY = {"from_day": "2026-10-25", "to_day": "2026-10-25"}
TOO_LONG = {"from_day": "2026-05-01", "to_day": "2026-07-30"}


@pytest.fixture(scope="module")
def shop(installation: Installation) -> Shop:
    return a_shop(installation)


@pytest.fixture(scope="module")
def placed(installation: Installation, shop: Shop) -> dict[str, str]:
    """When the orders were placed, by reference number."""
    return {_placed_at(installation, shop, at): name for name, at in PLACED.items()}


def _placed_at(installation: Installation, shop: Shop, at: str) -> str:
    past = a_delivery() | {"orderer_id": shop.sanne.person_id, "lines": [shop.wanted()]}
    steps = [{"status": "placed", "at": at, "by_staff": False}]
    return str(installation.call(ImportOrder, STAFF, **past, steps=steps)["reference_number"])


def _listed(installation: Installation, shop: Shop, placed: dict[str, str], **filters: Any) -> list[str]:
    rows = installation.call(ListOrders, shop.sanne, **filters)["rows"]
    return [placed[row["reference_number"]] for row in rows]


@pytest.mark.every_environment
def test_a_day_is_that_of_the_dealers_clock(installation: Installation, shop: Shop, placed: dict[str, str]) -> None:
    assert _listed(installation, shop, placed, **DAY) == ["as the day ends", "as the day begins"]
    assert _listed(installation, shop, placed) == list(PLACED)[::-1]


@pytest.mark.parametrize("operation", [ListOrders, ExportOrders])
def test_a_period_beyond_the_limit_is_refused(installation: Installation, shop: Shop, operation: Any) -> None:
    with pytest.raises(PeriodTooLong) as refused:
        installation.call(operation, shop.sanne, **TOO_LONG)
    assert refused.value.params == {"count": 90, "from_day": "2026-05-01", "to_day": "2026-07-29"}


def test_without_a_limit_a_period_may_have_any_length(
    installation: Installation, shop: Shop, placed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = installation.runtime("ordering")
    monkeypatch.setattr(runtime, "settings", dataclasses.replace(runtime.settings, service_history_max_days=0))
    assert _listed(installation, shop, placed, from_day="2020-01-01", to_day="2026-10-25") == list(PLACED)[2::-1]
    assert _listed(installation, shop, placed, from_day="2026-10-26") == ["after the day"]


def test_a_period_that_ends_before_it_begins_is_refused_at_its_last_day(installation: Installation, shop: Shop) -> None:
    with pytest.raises(Invalid) as refused:
        installation.call(ListOrders, shop.sanne, from_day="2026-05-02", to_day="2026-05-01")
    assert refused.value.params["fields"] == [{"path": ["to_day"], "code": "before_first_day", "params": {}}]


def test_an_export_has_the_rows_of_the_list(installation: Installation, shop: Shop, placed: dict[str, str]) -> None:
    listed = installation.call(ListOrders, shop.sanne, **DAY)["rows"]
    assert installation.call(ExportOrders, shop.sanne, **DAY)["rows"] == listed
    assert installation.call(ExportOrders, shop.pieter, **DAY)["rows"] == []


def test_a_listed_order_has_the_total_of_the_lines_in_scope(installation: Installation) -> None:
    shop = a_shop(installation)
    lines = [shop.wanted(quantity=2), shop.wanted(machine=shop.second, quantity=3)]
    order = an_order(installation, shop.sanne, *lines)
    for reader, amount in ((shop.sanne, 6250), (shop.pieter, 3750)):
        (row,) = installation.call(ListOrders, reader)["rows"]
        assert row["total"] == {"amount": amount, "currency": "EUR"}
        assert (row["orderer_id"], row["deliver_to"]) == (shop.sanne.person_id, order["deliver_to"])


def test_exports_are_limited_per_hour_and_person(installation: Installation, shop: Shop) -> None:
    exporter = an_orderer(shop.customer)
    for _ in range(20):
        installation.call(ExportOrders, exporter)
    with pytest.raises(TooManyAttempts):
        installation.call(ExportOrders, exporter)
    installation.call(ListOrders, exporter)
