"""Field types of contracts."""

import pytest
from marshmallow import ValidationError

from services.chassis.contract.fields import AwareDateTime, Email


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Sanne@VanDijk.example", "sanne@vandijk.example"),
        (" sanne@vandijk.example ", "sanne@vandijk.example"),
        ("info@café.nl", "info@xn--caf-dma.nl"),
        ("info@xn--caf-dma.nl", "info@xn--caf-dma.nl"),
    ],
)
def test_an_address_is_normalised(text: str, email: str) -> None:
    assert Email().deserialize(text) == email


@pytest.mark.parametrize(
    "text",
    [
        "sanne",
        "sanne@vandijk",
        "sanne@@vandijk.example",
        "sanne@vandijk..example",
        "=?utf-8?q?sanne?=@vandijk.example",
        "josé@vandijk.example",
        '"sanne de wit"@vandijk.example',
        "sanne@[192.0.2.1]",
        "sanne@vandijk.example, eve@attacker.example",
    ],
)
def test_an_invalid_address_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as error:
        Email().deserialize(text)
    assert error.value.messages[0].code == "not_an_email"


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "1899-12-31T12:00:00Z", "2201-01-01T12:00:00Z", "9999-12-31T23:30:00Z"]
)
def test_a_time_without_a_local_time_everywhere_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AwareDateTime().deserialize(text)
    assert refused.value.messages[0].code == "invalid"
