"""Templates contain markup only: no sentences, no inline script or style."""

import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment

from gateway.read_only import ChangeForms
from tests.gateway.texts import GATEWAY, TEMPLATES

TEXT_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder|aria-description|value)="[^"{]*[A-Za-z]{2}')
CODE_VALUES = re.compile(r'\bvalue="1"')
INLINE = re.compile(r"<style|\bstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
FORM = re.compile(r"<form(?:[^>{]|{{.*?}}|{%.*?%}|{#.*?#})*>")
MARK = "{# also while impersonating #}"
SOURCES = {str(path.relative_to(GATEWAY / "templates")): path.read_text() for path in TEMPLATES}


def _matches(find: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What `find` returns for each template, by the template's name; without empty results."""
    return {name: matches for name, source in SOURCES.items() if (matches := find(source))}


def _text(source: str) -> str:
    """The template without markup and expressions."""
    without_expressions = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    without_tags = re.sub(r"<[^>]*>", "", without_expressions)
    return re.sub(r'\b[a-z-]+="[^"]*"', "", without_tags)  # attributes in a macro's arguments


def test_templates_are_found() -> None:
    assert {"layout.html", "machines/list.html"} <= SOURCES.keys()


def test_templates_contain_no_text() -> None:
    assert _matches(lambda source: re.findall(r"[A-Za-z]+", _text(source))) == {}
    assert _matches(lambda source: TEXT_ATTRIBUTES.findall(CODE_VALUES.sub("", source))) == {}


def test_templates_contain_no_inline_script_or_style() -> None:
    assert _matches(INLINE.findall) == {}


def test_templates_do_not_disable_escaping() -> None:
    assert _matches(re.compile(r"\|\s*safe|autoescape|Markup").findall) == {}


def test_every_post_form_has_a_csrf_token() -> None:
    token_macros = ("hidden_token()", "hidden_fields(", "as_sent(typed)")

    def without_token(source: str) -> list[str]:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', source, re.DOTALL)
        return [form for form in forms if not any(macro in form for macro in token_macros)]

    assert _matches(without_token) == {}


def test_every_form_that_changes_something_is_left_out_while_impersonating() -> None:
    """However it is written: `ChangeForms` finds forms by their text."""
    extension = ChangeForms(Environment(autoescape=True))

    def left_in(source: str) -> list[str]:
        guarded = re.sub(re.escape("{% if changes_offered() %}<form"), "", extension.preprocess(source, None))
        forms = re.findall(r"<form\b(?:[^>{]|{{.*?}}|{%.*?%}|{#.*?#})*", guarded, re.IGNORECASE | re.DOTALL)
        return [form for form in forms if "method" in form.lower() and MARK not in form]

    for form in ("<form action='/x' METHOD='post'>", '<form action="{{ 1 > 2 }}"\nmethod="post"></form>'):
        assert left_in(form) != []
    assert _matches(left_in) == {}


def test_every_post_form_prevents_double_clicks() -> None:
    def sent_twice(source: str) -> list[str]:
        forms = [form for form in FORM.findall(source) if 'method="post"' in form]
        unreadable = [] if len(forms) == source.count('method="post"') else ["a form that this test cannot read"]
        return unreadable + [form for form in forms if "data-once" not in form]

    assert _matches(sent_twice) == {}


def test_every_import_is_used() -> None:
    def unused(source: str) -> list[str]:
        imported = re.findall(r'{% from "[^"]+" import (.*?)(?: with context)? %}', source)
        rest = re.sub(r"{% from .*?%}|{#.*?#}", "", source, flags=re.DOTALL)
        names = [one.split(" as ")[-1] for line in imported for one in line.split(", ")]
        return [one for one in names if not re.search(rf"(?<!\.)\b{one}\b(?:\(|[,)])", rest)]

    assert _matches(unused) == {}


def test_every_cell_of_a_table_has_a_label_for_small_screens() -> None:
    def unlabelled(source: str) -> list[str]:
        cells = re.findall(r'<td\b[^>]*>|<th scope="row"[^>]*>', source)
        return [cell for cell in cells if "data-label=" not in cell]

    assert _matches(unlabelled) == {}


def test_every_table_has_a_caption_and_every_head_a_scope() -> None:
    def unscoped(source: str) -> list[str]:
        captions = [] if source.count("<table") == source.count("<caption") else ["a table without a caption"]
        return captions + [head for head in re.findall(r"<th\b[^>]*>", source) if "scope=" not in head]

    assert _matches(unscoped) == {}


def test_every_template_is_used() -> None:
    everything = "".join(path.read_text() for path in [*TEMPLATES, *GATEWAY.rglob("*.py")])
    assert [name for name in SOURCES if f'"{name}"' not in everything] == []


def test_script_and_style_contain_no_sentences() -> None:
    script = (GATEWAY / "static" / "portal.js").read_text()
    assert re.findall(r'"[A-Z][a-z]+ [a-z]+', script) == []
    styles = "".join(path.read_text() for path in Path(GATEWAY / "static" / "style").glob("*.css"))
    assert set(re.findall(r'content: "([^"]*)"', styles)) <= {"", "/", " ↓"}


def test_links_to_telephone_numbers_have_one_function() -> None:
    assert _matches(re.compile("tel:").findall) == {}
