"""Tracking links of parcels."""

import pytest
from marshmallow import ValidationError

from services.ordering.contracts.orders import Link


@pytest.mark.parametrize(
    "text", ["http://[", "https://[::1", "https://a\u2100b/", "http:///path", "ftp://carrier.example/1", "carrier"]
)
def test_a_link_that_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Link(max_length=300).deserialize(text)
    assert refused.value.messages[0].code == "not_a_link"
