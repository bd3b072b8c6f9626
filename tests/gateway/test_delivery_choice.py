"""The choice of a delivery address, which travels through the form as text."""

import pytest

from gateway.portal.orders.forms import packed, unpacked

ADDRESS = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}


def test_an_address_is_unpacked_as_it_was_packed() -> None:
    assert unpacked(packed(ADDRESS)) == ADDRESS


@pytest.mark.parametrize("choice", ["other", "", "[]", "{}", "[" * 50_000, '["\\ud800", "b", "c", "d", "NL"]'])
def test_other_text_is_no_address(choice: str) -> None:
    assert unpacked(choice) is None
