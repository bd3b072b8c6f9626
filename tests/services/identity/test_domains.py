"""Mail domains of the registration policy."""

import pytest
from marshmallow import ValidationError

from services.identity.contracts.registering import Domain


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("VanDijk.example", "vandijk.example"),
        ("@vandijk.example", "vandijk.example"),
        ("müller.example", "xn--mller-kva.example"),
    ],
)
def test_a_domain_is_loaded_as_it_stands_in_addresses(text: str, domain: str) -> None:
    assert Domain().deserialize(text) == domain


@pytest.mark.parametrize("text", ["vandijk", "van dijk.example", "a@b.example", f"{'é' * 100}.example", "-x.example"])
def test_an_invalid_domain_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Domain().deserialize(text)
    assert refused.value.messages[0].code == "not_a_domain"
