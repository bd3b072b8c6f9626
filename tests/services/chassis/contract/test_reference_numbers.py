"""Reference numbers as people type them."""

import pytest

from services.chassis.contract.reference_numbers import digits_of, find, normalise

NUMBER = "SO-2207-6143-5"
TYPED = [
    NUMBER, "so-2207-6143-5", "SO220761435", "SO 2207 6143 5", "SO\u20112207\u20116143\u20115", "SO–2207–6143–5",
    "SO — 2207 — 6143 — 5", "SO.2207.6143.5", "SO_2207_6143_5", "SO/2207/6143/5", "SO\u00a02207\u00a06143\u00a05",
    f"{NUMBER}.", f"#{NUMBER}", f"({NUMBER})", "S\uff2f-2207-6143-\uff15",
]  # fmt: skip


@pytest.mark.parametrize("typed", [*TYPED, f"ref: {NUMBER}", f"Bestelling {NUMBER}, graag", f"ref:{NUMBER}"])
def test_reference_number_is_found_with_any_separators_and_within_words(typed: str) -> None:
    assert find(typed, ["SR", "SO"]) == ("SO", NUMBER)
    assert normalise(typed, "SO") == NUMBER


@pytest.mark.parametrize(
    "typed",
    ["SO-2207", f"{NUMBER}5", f"{NUMBER} 5", f"{NUMBER}a", f"X{NUMBER}", "XX-2207-6143-5", "220761435", "SO", "",
     "SO-٢٢٠٧-٦١٤٣-٥"],
)  # fmt: skip
def test_other_text_is_no_reference_number(typed: str) -> None:
    assert find(typed, ["SR", "SO"]) is None


@pytest.mark.parametrize(("typed", "digits"), [
    ("SO–2207", "2207"), ("#so 22.07", "2207"), ("SR-2207", ""), ("Utrecht 2", ""), ("", ""),
])  # fmt: skip
def test_part_of_a_number_has_the_same_separators(typed: str, digits: str) -> None:
    assert digits_of(typed, "SO") == digits
