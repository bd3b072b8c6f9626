"""Both catalogues are complete and contain no unused text."""

import functools
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from gateway import language
from gateway.clients.services import SERVICE_NAMES as GATEWAY_SERVICE_NAMES
from tests.gateway import texts
from tests.gateway.installation import SERVICE_NAMES

LANGUAGES = sorted(language.catalogues())


def _catalogue(code: str) -> Catalog:
    path = Path(language.__file__).parent / "translations" / code / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=code)


@functools.cache  # parsing a catalogue takes half a second
def _messages(code: str) -> dict[str, Message]:
    return {_key(message): message for message in _catalogue(code) if message.id}


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_catalogues_are_dutch_and_english() -> None:
    assert LANGUAGES == ["en", "nl"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_empty_or_fuzzy(code: str) -> None:
    messages = _messages(code)
    assert [key for key, message in messages.items() if not all(_forms(message))] == []
    assert [key for key, message in messages.items() if message.fuzzy] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_keys_are_unique(code: str) -> None:
    path = Path(language.__file__).parent / "translations" / code / "LC_MESSAGES" / "messages.po"
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(), re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))


def test_languages_have_the_same_keys_and_parameters() -> None:
    dutch, english = _messages("nl"), _messages("en")
    assert dutch.keys() == english.keys()
    assert {key for key in dutch if _parameters(dutch[key]) != _parameters(english[key])} == set()
    assert {key for key in dutch if len(_forms(dutch[key])) != len(_forms(english[key]))} == set()


def _parameters(message: Message) -> set[str]:
    return {name for form in _forms(message) for name in re.findall(r"{(\w+)}", form)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_literal_key_has_a_text(code: str) -> None:
    assert texts.literal_keys() - _messages(code).keys() == set()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("family", texts.families())
def test_every_code_of_a_service_has_a_text(code: str, family: str) -> None:
    expected = {f"{family}.{value}" for value in texts.families()[family]}
    assert expected - _messages(code).keys() == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_composed_key_has_a_text(code: str) -> None:
    assert texts.composed_keys() - _messages(code).keys() == set()


def test_every_text_is_used() -> None:
    used = texts.possible_keys() | texts.composed_keys()
    used |= {f"{family}.{value}" for family, values in texts.families().items() for value in values}
    used |= {f"{key}_or_more" for key in used}
    assert _messages("nl").keys() - used == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_with_a_count_have_singular_and_plural(code: str) -> None:
    counted = {key for key, message in _messages(code).items() if "count" in _parameters(message)}
    assert {key for key in counted if len(_forms(_messages(code)[key])) != 2} == set()


def test_gateway_knows_all_services() -> None:
    assert set(GATEWAY_SERVICE_NAMES) == set(SERVICE_NAMES)
