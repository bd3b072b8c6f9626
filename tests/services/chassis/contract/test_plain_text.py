"""Names are sorted as a Dutch or English reader expects, by the code points of their sort text."""

import pytest

from services.chassis.contract.plain_text import plain, sort_text

SORTED = [
    "Ångström", "anna Vos", "Ans", "de Vries", "Édith", "Etage 2", "etage 010", "Etage 10 noord", "Etage 100",
    "Etage 99999999", "Etage 100000000", "Etage noord", "Læsø", "Österreich", "Øystein", "'t Hoekje", "Taxi", "Zoë",
    "zus",
]  # fmt: skip


def test_names_are_sorted_whatever_their_case_accents_and_numbers() -> None:
    shuffled = SORTED[::-1]
    assert sorted(shuffled, key=sort_text) == SORTED


@pytest.mark.parametrize(
    ("text", "expected"), [("ZOË", "zoe"), ("Straße", "strasse"), ("ﬁets", "fiets"), ("Sørensen", "sorensen")]
)
def test_plain_text_is_lower_case_without_accents(text: str, expected: str) -> None:
    assert plain(text) == expected
