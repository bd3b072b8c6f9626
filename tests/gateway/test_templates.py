"""Templates hold markup: no sentences, no script, no style, no decisions about money or rights."""

import re
from collections.abc import Callable
from pathlib import Path

from tests.gateway.texts import GATEWAY, TEMPLATES

SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|aria-description|value)="[^"{]*[A-Za-z]{2}')
CODE_VALUES = re.compile(r'\bvalue="1"')
INLINE = re.compile(r"<style|\bstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
FORM = re.compile(r"<form(?:[^>{]|{{.*?}}|{%.*?%})*>")
SOURCES = {str(path.relative_to(GATEWAY / "templates")): path.read_text() for path in TEMPLATES}


def _found(look: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What `look` finds in the source of each template, by the template's name; nothing for the others."""
    return {name: found for name, source in SOURCES.items() if (found := look(source))}


def _words(source: str) -> str:
    """What is neither markup nor an expression."""
    without_expressions = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    without_tags = re.sub(r"<[^>]*>", "", without_expressions)
    return re.sub(r'\b[a-z-]+="[^"]*"', "", without_tags)  # a macro that gives attributes


def test_templates_are_found_at_all() -> None:
    assert {"layout.html", "machines/list.html"} <= SOURCES.keys()


def test_no_text_stands_in_a_template() -> None:
    assert _found(lambda source: re.findall(r"[A-Za-z]+", _words(source))) == {}
    assert _found(lambda source: SPOKEN.findall(CODE_VALUES.sub("", source))) == {}


def test_nothing_is_inline() -> None:
    assert _found(INLINE.findall) == {}


def test_nothing_switches_escaping_off() -> None:
    assert _found(re.compile(r"\|\s*safe|autoescape|Markup").findall) == {}


def test_every_form_that_changes_something_carries_its_token() -> None:
    carrying = ("hidden_token()", "hidden_fields(", "as_sent(typed)")

    def without_token(source: str) -> list[str]:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', source, re.DOTALL)
        return [form for form in forms if not any(macro in form for macro in carrying)]

    assert _found(without_token) == {}


def test_every_form_that_changes_something_is_sent_once_however_often_it_is_clicked() -> None:
    def sent_twice(source: str) -> list[str]:
        forms = [form for form in FORM.findall(source) if 'method="post"' in form]
        unread = [] if len(forms) == source.count('method="post"') else ["a form that this test cannot read"]
        return unread + [form for form in forms if "data-once" not in form]

    assert _found(sent_twice) == {}


def test_nothing_is_imported_that_is_not_used() -> None:
    def unused(source: str) -> list[str]:
        imported = re.findall(r'{% from "[^"]+" import (.*?)(?: with context)? %}', source)
        rest = re.sub(r"{% from .*?%}|{#.*?#}", "", source, flags=re.DOTALL)
        names = [one.split(" as ")[-1] for line in imported for one in line.split(", ")]
        return [one for one in names if not re.search(rf"(?<!\.)\b{one}\b(?:\(|[,)])", rest)]

    assert _found(unused) == {}


def test_every_cell_of_a_table_has_a_label_for_small_screens() -> None:
    def unlabelled(source: str) -> list[str]:
        cells = re.findall(r'<td\b[^>]*>|<th scope="row"[^>]*>', source)
        return [cell for cell in cells if "data-label=" not in cell]

    assert _found(unlabelled) == {}


def test_every_table_has_a_caption_and_every_head_a_scope() -> None:
    def unscoped(source: str) -> list[str]:
        captions = [] if source.count("<table") == source.count("<caption") else ["a table without a caption"]
        return captions + [head for head in re.findall(r"<th\b[^>]*>", source) if "scope=" not in head]

    assert _found(unscoped) == {}


def test_every_template_is_used() -> None:
    everything = "".join(path.read_text() for path in [*TEMPLATES, *GATEWAY.rglob("*.py")])
    assert [name for name in SOURCES if f'"{name}"' not in everything] == []


def test_script_and_style_hold_no_sentences() -> None:
    script = (GATEWAY / "static" / "portal.js").read_text()
    assert re.findall(r'"[A-Z][a-z]+ [a-z]+', script) == []
    styles = "".join(path.read_text() for path in Path(GATEWAY / "static" / "style").glob("*.css"))
    assert set(re.findall(r'content: "([^"]*)"', styles)) <= {"", "/", " ↓"}
