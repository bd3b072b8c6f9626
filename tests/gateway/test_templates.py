"""Templates hold markup: no sentences, no script, no style, no decisions about money or rights."""

import re
from pathlib import Path

import pytest

from tests.gateway.texts import GATEWAY, TEMPLATES

SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|aria-description|value)="[^"{]*[A-Za-z]{2}')
CODE_VALUES = re.compile(r'\bvalue="1"')
INLINE = re.compile(r"<style|\bstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
FORM = re.compile(r"<form(?:[^>{]|{{.*?}}|{%.*?%})*>")
NAMES = [str(path.relative_to(GATEWAY / "templates")) for path in TEMPLATES]


def _source(name: str) -> str:
    return (GATEWAY / "templates" / name).read_text()


def _words(source: str) -> str:
    """What is neither markup nor an expression."""
    without_expressions = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    without_tags = re.sub(r"<[^>]*>", "", without_expressions)
    return re.sub(r'\b[a-z-]+="[^"]*"', "", without_tags)  # a macro that gives attributes


@pytest.mark.parametrize("name", NAMES)
def test_no_text_stands_in_a_template(name: str) -> None:
    assert re.findall(r"[A-Za-z]+", _words(_source(name))) == []
    assert SPOKEN.findall(CODE_VALUES.sub("", _source(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline(name: str) -> None:
    assert INLINE.findall(_source(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_switches_escaping_off(name: str) -> None:
    assert re.findall(r"\|\s*safe|autoescape|Markup", _source(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_changes_something_carries_its_token(name: str) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', _source(name), re.DOTALL)
    carrying = ("hidden_token()", "unseen(", "as_sent(typed)")
    assert [form for form in forms if not any(macro in form for macro in carrying)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_changes_something_is_sent_once_however_often_it_is_clicked(name: str) -> None:
    forms = [form for form in FORM.findall(_source(name)) if 'method="post"' in form]
    assert len(forms) == _source(name).count('method="post"')
    assert [form for form in forms if "data-once" not in form] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_imported_that_is_not_used(name: str) -> None:
    source = _source(name)
    imported = re.findall(r'{% from "[^"]+" import (.*?)(?: with context)? %}', source)
    rest = re.sub(r"{% from .*?%}|{#.*?#}", "", source, flags=re.DOTALL)
    names = [one.split(" as ")[-1] for line in imported for one in line.split(", ")]
    assert [one for one in names if not re.search(rf"(?<!\.)\b{one}\b(?:\(|[,)])", rest)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_table_has_a_label_for_small_screens(name: str) -> None:
    cells = re.findall(r'<td\b[^>]*>|<th scope="row"[^>]*>', _source(name))
    assert [cell for cell in cells if "data-label=" not in cell] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_a_caption_and_every_head_a_scope(name: str) -> None:
    source = _source(name)
    assert source.count("<table") == source.count("<caption")
    assert [head for head in re.findall(r"<th\b[^>]*>", source) if "scope=" not in head] == []


def test_every_template_is_used() -> None:
    everything = "".join(path.read_text() for path in [*TEMPLATES, *GATEWAY.rglob("*.py")])
    assert [name for name in NAMES if f'"{name}"' not in everything] == []


def test_script_and_style_hold_no_sentences() -> None:
    script = (GATEWAY / "static" / "portal.js").read_text()
    assert re.findall(r'"[A-Z][a-z]+ [a-z]+', script) == []
    styles = "".join(path.read_text() for path in Path(GATEWAY / "static" / "style").glob("*.css"))
    assert set(re.findall(r'content: "([^"]*)"', styles)) <= {"", "/", " ↓"}
