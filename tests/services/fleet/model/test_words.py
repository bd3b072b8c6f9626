"""The words by which a machine is found."""

import pytest

from services.fleet.model.search_text import LONGEST, search_terms, search_text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Café", ["cafe"]),
        ("BIZHUB  c250i", ["bizhub", "c250i"]),
        ("Göteborg Straße", ["goteborg", "strasse"]),
        ("Ångström", ["angstrom"]),
        ("", []),
        ("   ", []),
        ("ﬁlter", ["filter"]),
    ],
)
def test_words_are_compared_without_case_and_accents(typed: str, found: list[str]) -> None:
    assert search_terms(typed) == found


def test_every_stored_word_has_a_space_before_it() -> None:
    assert search_text("bizhub C250i", "Café") == " bizhub c250i cafe"


def test_a_word_that_comes_twice_is_stored_once() -> None:
    assert search_text("Utrecht", "Utrecht") == " utrecht"


def test_what_is_not_there_is_passed_over() -> None:
    assert search_text(None, "", "A1") == " a1"


def test_what_is_stored_has_its_bounds() -> None:
    assert len(search_text(*(f"word{i}" for i in range(1000)))) == LONGEST
