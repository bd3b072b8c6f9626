"""Markdown of articles as HTML. What the library makes of it is cleaned, so that nothing in an article can run."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

PICTURE = re.compile(r"/support/pictures/[0-9a-f-]{36}")
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


@lru_cache(maxsize=500)
def html_of(markdown: str) -> Markup:
    """The HTML of a text (CommonMark with tables, without HTML). Pictures are those of the support centre only; links
    lead to pages of the portal, https, mail and telephone."""
    tokens = _PARSER.parse(markdown)
    for token in tokens:
        if token.tag in _LOWER:
            token.tag = _LOWER[token.tag]
        if token.children:
            token.children = [child for child in token.children if not _is_foreign_picture(child)]
    rendered = str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
    cleaned = nh3.clean(
        rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=_only_own_pictures
    )
    return Markup(cleaned)  # noqa: S704  # cleaned by nh3


def _is_foreign_picture(token: Token) -> bool:
    return token.type == "image" and not PICTURE.fullmatch(str(token.attrs.get("src", "")))


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src" and not PICTURE.fullmatch(value):
        return None
    if attribute == "href" and value.replace("\\", "/").startswith("//"):
        return None  # an address without a scheme (`//other.example`)
    return value
