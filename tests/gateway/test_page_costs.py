"""What every main page costs at most: calls in a row, statements in all services, bytes. Speed itself is no test."""

from collections.abc import Iterator

import pytest

from tests.gateway.costs import Cost, counted_installation, main_pages

MOST_ROUNDS, MOST_STATEMENTS, MOST_HTML, MOST_COLD = 3, 10, 8 * 1024, 30 * 1024


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Cost]]:
    """By who opens which page."""
    with counted_installation(tmp_path_factory.mktemp("costs")) as installation:
        yield {
            f"{who or 'visitor'} {path}": installation.cost(browser, path)
            for who, browser, path in main_pages(installation)
        }


def test_no_page_waits_for_more_than_three_calls_in_a_row(costs: dict[str, Cost]) -> None:
    assert {page: cost.rounds for page, cost in costs.items() if cost.rounds > MOST_ROUNDS} == {}


def test_no_page_asks_the_databases_more_than_ten_times(costs: dict[str, Cost]) -> None:
    assert {page: cost.told for page, cost in costs.items() if cost.statements > MOST_STATEMENTS} == {}


def test_no_page_has_a_statement_written_anew_that_was_written_before(costs: dict[str, Cost]) -> None:
    """SQLAlchemy takes longer to write most of them than a database takes to answer."""
    assert {page: cost.anew for page, cost in costs.items() if cost.anew} == {}


def test_no_page_is_larger_than_eight_kilobytes(costs: dict[str, Cost]) -> None:
    assert {page: cost.html for page, cost in costs.items() if cost.html > MOST_HTML} == {}


def test_no_page_is_larger_than_thirty_kilobytes_with_all_its_files(costs: dict[str, Cost]) -> None:
    assert {page: cost.cold for page, cost in costs.items() if cost.cold > MOST_COLD} == {}


def test_counting_sees_what_a_page_asks(costs: dict[str, Cost]) -> None:
    """The dashboard finds its reader, then asks five things side by side."""
    dashboard = costs["sanne@vandijk.example /"]
    assert (dashboard.rounds, dashboard.statements > 5) == (2, True)
