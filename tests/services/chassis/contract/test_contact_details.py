"""Telephone numbers and countries as people type them."""

import pytest

from services.chassis.contract.contact_details import is_country, telephone_uri


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("010 555 01 01", "tel:0105550101"),
        ("+31 (0)10-555 01 01", "tel:+31105550101"),
        ("0031 (0)10 555 01 01", "tel:0031105550101"),
        ("(+31) 10 555 01 01", "tel:+31105550101"),
        ("(010) 555.01/01", "tel:0105550101"),
        ("020 555 01 01 tst. 12", "tel:0205550101;ext=12"),
        ("020 7946 0101 ext 12", "tel:02079460101;ext=12"),
        ("020 555 01 01 #3", "tel:0205550101;ext=3"),
        ("06 1234 5678 (mob.)", "tel:0612345678"),
        ("+31 (0)6 1234 5678 (na 17 uur)", "tel:+31612345678"),
        ("020 555 01 01 tst. 12 (Jan)", "tel:0205550101;ext=12"),
        ("4711 (receptie 22)", ""),
        ("4711", ""),
        ("bel de receptie", ""),
        ("", ""),
    ],
)
def test_telephone_uri_has_digits_and_extension(text: str, uri: str) -> None:
    assert telephone_uri(text) == uri


@pytest.mark.parametrize(("code", "known"), [("NL", True), ("AT", True), ("ZZ", False), ("EU", False), ("nl", False)])
def test_country_is_a_code_of_iso_3166(code: str, known: bool) -> None:
    assert is_country(code) is known
