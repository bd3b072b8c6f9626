"""Markdown as HTML. What the library makes of it is cleaned, so that nothing in a text can run."""

import re
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
SCHEMES = {"https", "mailto", "tel"}
_LOWER = {"h1": "h2", "h5": "h4", "h6": "h4"}
"""Headings are below that of the page, and not deeper than `h4`."""
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("reference")
"""Without definitions of links for the whole text: one long address, used often, would make a page of any length."""


def to_html(markdown: str, *, picture: re.Pattern[str], base_url: str = "") -> str:
    """The HTML of a text (CommonMark with tables, without HTML). Pictures are those whose path matches `picture`; links
    lead to paths of the portal, https, mail and telephone. Paths begin with `base_url`, for readers elsewhere."""
    tokens = _PARSER.parse(markdown)
    for token in tokens:
        if token.tag in _LOWER:
            token.tag = _LOWER[token.tag]
        if token.children:
            token.children = [child for child in token.children if not _is_foreign_picture(child, picture)]
    rendered = str(_PARSER.renderer.render(tokens, _PARSER.options, {}))

    def own_address(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src" and not picture.fullmatch(value):
            return None
        if attribute not in ("src", "href"):
            return value
        if value.replace("\\", "/").startswith("//"):
            return None  # an address without a scheme (`//other.example`)
        return f"{base_url}{value}" if value.startswith("/") else value

    return nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=own_address)


@dataclass(frozen=True, slots=True)
class Picture:
    address: str
    alternative_text: str


def pictures_of(markdown: str) -> list[Picture]:
    """The pictures of a text, from the first to the last."""
    tokens = [child for token in _PARSER.parse(markdown) for child in token.children or ()]
    return [Picture(_address(token), _alternative_text(token)) for token in tokens if token.type == "image"]


def _address(picture: Token) -> str:
    return str(picture.attrs.get("src", ""))


def _alternative_text(picture: Token) -> str:
    return str(RendererHTML(_PARSER).renderInlineAsText(picture.children, _PARSER.options, {})).strip()


def _is_foreign_picture(token: Token, picture: re.Pattern[str]) -> bool:
    return token.type == "image" and not picture.fullmatch(_address(token))
