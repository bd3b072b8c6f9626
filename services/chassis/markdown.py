"""Markdown as HTML and as plain text. The HTML is cleaned, so that nothing in a text can run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import indent

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
SCHEMES = {"https", "mailto", "tel"}
_LOWER = {"h1": "h2", "h5": "h4", "h6": "h4"}
"""Headings are below that of the page, and not deeper than `h4`."""
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("reference")
"""Without definitions of links for the whole text: one definition, used thousands of times, would inflate a page."""
_CODE = ("fence", "code_block")
INLINE = "inline"


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
        return _with_base(value, base_url)

    return nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=own_address)


@dataclass(frozen=True, slots=True)
class Image:
    address: str
    alternative_text: str


def images_of(markdown: str) -> list[Image]:
    """The images of a text, from the first to the last."""
    tokens = [child for token in _PARSER.parse(markdown) for child in token.children or ()]
    return [Image(_source(token), _alternative_text(token)) for token in tokens if token.type == "image"]


def addresses_in(markdown: str) -> set[str]:
    """The addresses of the images and links of a text, as they are rendered."""
    tokens = [child for token in _PARSER.parse(markdown) for child in token.children or ()]
    return {str(token.attrs[name]) for token in tokens for name in ("src", "href") if name in token.attrs}


def _source(image: Token) -> str:
    return str(image.attrs.get("src", ""))


def _alternative_text(image: Token) -> str:
    return str(RendererHTML(_PARSER).renderInlineAsText(image.children, _PARSER.options, {})).strip()


def _is_foreign_picture(token: Token, picture: re.Pattern[str]) -> bool:
    return token.type == "image" and not picture.fullmatch(_source(token))


def to_text(markdown: str, *, base_url: str) -> str:
    """The text as a mail without HTML shows it: addresses in brackets after links, underlined headings, marks before
    the items of lists, the alternative text of pictures. Paths begin with `base_url`."""
    tokens = _PARSER.parse(markdown)
    for token in tokens:  # only blocks become a tree, whose depth the parser limits; emphasis has no limit
        token.meta, token.children = {INLINE: token.children or []}, None
    return _blocks(SyntaxTreeNode(tokens), base_url)


def to_words(markdown: str) -> str:
    """The words of a text, without markup, addresses and pictures; a line for each block."""
    tokens = _PARSER.parse(markdown)
    lines = [token.content.strip() if token.type in _CODE else _inline(token.children or [], None) for token in tokens]
    return "\n".join(line.strip() for line in lines if line.strip())


def _blocks(node: SyntaxTreeNode, base_url: str, between: str = "\n\n") -> str:
    return between.join(text for child in node.children if (text := _block(child, base_url)))


def _block(node: SyntaxTreeNode, base_url: str) -> str:
    if node.type == INLINE:
        return _inline(node.meta[INLINE], base_url)
    if node.type == "heading":
        text = _blocks(node, base_url)
        return f"{text}\n{'-' * len(text)}" if text else ""
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node, base_url)
    if node.type == "blockquote":
        return indent(_blocks(node, base_url), "> ", lambda line: True)
    if node.type == "table":
        rows = [row for part in node.children for row in part.children]
        return "\n".join(" | ".join(_blocks(cell, base_url) for cell in row.children) for row in rows)
    if node.type in _CODE:
        return indent(node.content.rstrip(), "    ")
    return "---" if node.type == "hr" else _blocks(node, base_url)


def _list(node: SyntaxTreeNode, base_url: str) -> str:
    is_tight = any(child.type == "paragraph" and child.hidden for item in node.children for child in item.children)
    between = "\n" if is_tight else "\n\n"
    items = []
    for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        items.append(mark + indent(_blocks(item, base_url, between), " " * len(mark)).lstrip())
    return between.join(items)


def _inline(tokens: Sequence[Token], base_url: str | None) -> str:
    """The text of the tokens within a block. Without `base_url`, addresses and pictures are left out."""
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" " if token.type == "softbreak" or base_url is None else "\n")
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif base_url is None:
            continue
        elif token.type == "image":
            parts.append(_alternative_text(token))
        elif token.type == "link_open":
            links.append((len(parts), _address(str(token.attrs["href"]), base_url)))
        elif token.type == "link_close":
            start, address = links.pop()
            text = "".join(parts[start:])
            parts[start:] = [f"{text} ({address})" if address and text and address != text else text or address]
    return "".join(parts)


def _address(href: str, base_url: str) -> str:
    """The address of a link for readers of text; empty for one that `to_html` removes, and for one relative to the page
    (`#anchor`), which leads nowhere from a mail."""
    if href.startswith("/"):
        return _with_base(href, base_url) or ""
    scheme, _, rest = href.partition(":")
    if scheme.lower() not in SCHEMES:
        return ""
    return href if scheme.lower() == "https" else rest


def _with_base(href: str, base_url: str) -> str | None:
    """None for `//other.example`, which leaves the portal."""
    if href.replace("\\", "/").startswith("//"):
        return None
    return f"{base_url}{href}" if href.startswith("/") else href
