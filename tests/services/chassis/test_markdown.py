"""Markdown becomes readable plain text."""

import pytest

from services.chassis.markdown import to_text, to_words

PORTAL = "https://portal.example"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## Open\nTot **zes** uur\nen _later_.", "Open\n----\n\nTot zes uur en later."),
        ("Zie [uw machines](/machines).", "Zie uw machines (https://portal.example/machines)."),
        ("[ons](mailto:a@b.example) of <https://c.example>", "ons (a@b.example) of https://c.example"),
        ("[weg](//evil.example) [weg](http://evil.example)", "weg weg"),
        ("- een\n- twee\n  - binnen\n\n3. drie\n4. vier", "- een\n- twee\n  - binnen\n\n3. drie\n4. vier"),
        ("> aangehaald", "> aangehaald"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("![Een **open** printer](/support/pictures/1)", "Een open printer"),
        ("[hier](#onder) en [ons](HTTPS://c.example)", "hier en ons (HTTPS://c.example)"),
        ("    code", "    code"),
    ],
)
def test_text_of_a_mail_has_no_markup(markdown: str, text: str) -> None:
    assert to_text(markdown, base_url=PORTAL) == text


def test_words_have_no_addresses_and_pictures() -> None:
    assert to_words("# Kop\n- Zie [hier](/machines)\n\n`code` ![klep](/1)") == "Kop\nZie hier\ncode"


def test_depth_of_emphasis_is_not_limited() -> None:
    deep = f"{'*' * 2000}a{'*' * 2000}"
    assert to_text(deep, base_url=PORTAL) == to_words(deep) == "a"
