"""The words by which a machine is searched."""

import pytest

from services.fleet.model.search_text import LONGEST, search_terms, search_text


@pytest.mark.parametrize(
    ("typed", "terms"),
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
def test_case_and_accents_are_removed(typed: str, terms: list[str]) -> None:
    assert search_terms(typed) == terms


def test_every_stored_word_follows_a_space() -> None:
    assert search_text("bizhub C250i", "Café") == " bizhub c250i cafe"


def test_a_repeated_word_is_stored_once() -> None:
    assert search_text("Utrecht", "Utrecht") == " utrecht"


def test_empty_values_are_skipped() -> None:
    assert search_text(None, "", "A1") == " a1"


def test_the_stored_text_is_truncated() -> None:
    assert len(search_text(*(f"word{i}" for i in range(1000)))) == LONGEST
