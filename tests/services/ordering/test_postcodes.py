"""Postcodes of delivery addresses."""

import pytest
from contracts.builders import a_delivery
from contracts.running import Installation
from contracts.shop import a_shop

from services.chassis.contract import Invalid
from services.ordering.contracts import PlaceOrder
from services.ordering.contracts.postcodes import written_postcode


@pytest.mark.parametrize(
    ("typed", "country", "written"),
    [
        ("3511ab", "NL", "3511 AB"),
        (" 3511  AB ", "NL", "3511 AB"),
        ("B-1000", "BE", "1000"),
        ("10115", "DE", "10115"),
        ("L-1009", "LU", "1009"),
        ("75001", "FR", "75001"),
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("N1 9GU", "GB", "N1 9GU"),
        ("D02 X285", "IE", "D02 X285"),
    ],
)
def test_postcode_is_written_as_in_its_country(typed: str, country: str, written: str) -> None:
    assert written_postcode(typed, country) == written


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("0511 AB", "NL"),
        ("3511", "NL"),
        ("35111", "BE"),
        ("1234", "DE"),
        ("\u0661\u0662\u0663\u0664", "LU"),
        ("12", "GB"),
    ],
)
def test_other_format_is_refused(typed: str, country: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        written_postcode(typed, country)


def test_order_with_a_postcode_of_another_country_is_refused_at_the_field(installation: Installation) -> None:
    shop = a_shop(installation)
    delivery = a_delivery()
    address = delivery["deliver_to"] | {"postcode": "3511 AB", "country": "BE"}
    with pytest.raises(Invalid) as error:
        installation.call(PlaceOrder, shop.sanne, lines=[shop.wanted()], **delivery | {"deliver_to": address})
    assert error.value.params["fields"] == [
        {"path": ["deliver_to", "postcode"], "code": "postcode_format", "params": {"example": "1000"}}
    ]


def test_order_to_a_country_that_does_not_exist_is_refused_at_the_field(installation: Installation) -> None:
    shop = a_shop(installation)
    delivery = a_delivery()
    address = delivery["deliver_to"] | {"country": "ZZ"}
    with pytest.raises(Invalid) as error:
        installation.call(PlaceOrder, shop.sanne, lines=[shop.wanted()], **delivery | {"deliver_to": address})
    assert error.value.params["fields"] == [{"path": ["deliver_to", "country"], "code": "not_a_country", "params": {}}]
