"""Limits of every main page: sequential calls, statements in all services, bytes. Durations are not tested."""

from collections.abc import Iterator

import pytest

from tests.gateway.costs import Cost, counted_installation, main_pages

MAX_ROUNDS, MAX_STATEMENTS, MAX_HTML, MAX_COLD = 3, 10, 8 * 1024, 30 * 1024


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Cost]]:
    """Costs by e-mail address and path."""
    with counted_installation(tmp_path_factory.mktemp("costs")) as installation:
        yield {
            f"{who or 'visitor'} {path}": installation.cost(browser, path)
            for who, browser, path in main_pages(installation)
        }


def test_no_page_makes_more_than_three_sequential_calls(costs: dict[str, Cost]) -> None:
    assert {page: cost.rounds for page, cost in costs.items() if cost.rounds > MAX_ROUNDS} == {}


def test_no_page_executes_more_than_ten_statements(costs: dict[str, Cost]) -> None:
    assert {page: cost.executed for page, cost in costs.items() if cost.statements > MAX_STATEMENTS} == {}


def test_no_page_recompiles_a_statement(costs: dict[str, Cost]) -> None:
    """SQLAlchemy takes longer to compile most statements than a database takes to execute them."""
    assert {page: cost.recompiled for page, cost in costs.items() if cost.recompiled} == {}


def test_no_page_is_larger_than_eight_kilobytes(costs: dict[str, Cost]) -> None:
    assert {page: cost.html for page, cost in costs.items() if cost.html > MAX_HTML} == {}


def test_no_page_is_larger_than_thirty_kilobytes_with_all_its_files(costs: dict[str, Cost]) -> None:
    assert {page: cost.cold for page, cost in costs.items() if cost.cold > MAX_COLD} == {}


def test_counting_includes_the_calls_and_statements_of_a_page(costs: dict[str, Cost]) -> None:
    """The dashboard gets the session, then makes five calls in parallel."""
    dashboard = costs["sanne@vandijk.example /"]
    assert (dashboard.rounds, dashboard.statements > 5) == (2, True)
