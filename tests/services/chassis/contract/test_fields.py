"""Field types of contracts."""

import pytest
from marshmallow import ValidationError

from services.chassis.contract import fields
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
    "text",
    [
        "010 555 01 01",
        "+31 (0)10-555 01 01",
        "0105550101",
        "010/555.01.01 tst. 12",
        "020 7946 0101 ext 12",
        "06 1234 5678 (mob.)",
        "",
    ],
)
def test_telephone_number_is_kept_as_typed(text: str) -> None:
    assert fields.Telephone(load_default="").deserialize(text) == text


@pytest.mark.parametrize("text", ["abc", "12345", "tst 123456", "bel 010 555 01 01", "010 555 01 01 Jan", "١٢٣٤٥٦٧"])
def test_text_that_is_no_telephone_number_is_refused(text: str) -> None:
    assert _code(fields.Telephone(load_default=""), text) == "not_a_telephone_number"


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "1899-12-31T12:00:00Z", "2201-01-01T12:00:00Z", "9999-12-31T23:30:00Z"]
)
def test_a_time_without_a_local_time_everywhere_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AwareDateTime().deserialize(text)
    assert refused.value.messages[0].code == "invalid"


def _code(field: fields.String | fields.Integer, value: object) -> str:
    """The code of the validation error; empty if the value is accepted."""
    try:
        field.deserialize(value)
    except ValidationError as error:
        return str(error.messages[0].code)
    return ""


LINE, PAGE = fields.String(max_length=80, load_default=""), fields.String(max_length=80, multiline=True)


@pytest.mark.parametrize(
    "text",
    [
        "\u200b", "\u2060 \u200d", "\u202e", "\u00ad", "\u3164", "\u2800", "\ufe0f", "\U000e0041",
        "Van\u200b Dijk", "Van Dijk\u200d", "\u202eVan Dijk", "Van\u2066 Dijk",
        "\ufeffVan Dijk", "Van\u00adDijk", "Van\tDijk",
    ],
)  # fmt: skip
def test_name_with_invisible_characters_is_refused(text: str) -> None:
    assert _code(LINE, text) == "control_characters"


@pytest.mark.parametrize(
    "text",
    ["", "משה כהן", "شركة النور", "فاطمة 12", "Zoë Łukasiewicz", "Team ☎️ 🖨", "नमस्ते", "東京支店", "O'Neil & Söhne"],
)
def test_name_in_any_script_is_accepted(text: str) -> None:
    assert _code(LINE, text) == ""


@pytest.mark.parametrize(
    "text", ["Gezin 👨‍👩‍👧 op de foto", "می‌خواهم", "Zie\u200b de\nbijlage", "ab\u00adge\u00adbro\u00adken"]
)
def test_text_of_several_lines_may_have_joiners(text: str) -> None:
    assert _code(PAGE, text) == ""


@pytest.mark.parametrize(
    "text", ["\u200b\n\u200d", "\u2800", "Zie \u202ebijlage", "Zie \u2066bijlage", "a\0b", "a\ud800b"]
)
def test_text_that_is_invisible_or_changes_direction_is_refused(text: str) -> None:
    assert _code(PAGE, text) == "control_characters"


@pytest.mark.parametrize(
    ("value", "code"),
    [(2**31 - 1, ""), (2**31, "too_large"), (10**400, "too_large"), (-(2**31), ""), (-(2**31) - 1, "too_small")],
)
def test_integer_has_at_most_32_bits(value: int, code: str) -> None:
    assert _code(fields.Integer(), value) == code
