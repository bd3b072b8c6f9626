"""Articles of the support centre: start page, search, article, and the addresses for search engines."""

import base64
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import language as languages
from gateway import listing
from gateway.clients import query
from gateway.guards import open_to_all
from gateway.markdown import html_of
from gateway.presenters.articles import Article, by_topic
from services.servicedesk.contracts import GetArticle, GetPicture, ListArticles, SearchArticles

support = Blueprint("support", __name__, url_prefix="/support")

LANGUAGE = "/<language:language>"
ARTICLE = f"{LANGUAGE}/articles/<string(maxlength=80):slug>"
CACHED = "public, no-cache"
"""Caches may keep a page, and ask each time whether it has changed (`ETag`): what staff withdraw is gone at once."""
CACHED_FOR_EVER = "public, max-age=31536000, immutable"


@support.get("")
@open_to_all
def begin() -> ResponseReturnValue:
    """Redirect to the support centre in the visitor's language."""
    response = redirect(url_for(".home", language=languages.current()), 303)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@support.get("/contact")
@open_to_all
def contact() -> ResponseReturnValue:
    """Redirect to the contact form in the visitor's language, for links of texts in any language."""
    return redirect(url_for("support_contact.write", language=languages.current()), 303)


@support.get(LANGUAGE)
@open_to_all
def home(language: str) -> ResponseReturnValue:
    topics = by_topic(query(ListArticles, language=language).answer()["rows"], language)
    return _public("support/home.html", topics=topics, canonical=_canonical(), others=_in_all_languages())


@support.get(f"{LANGUAGE}/search")
@open_to_all
def search(language: str) -> ResponseReturnValue:
    """The results; search engines are asked not to list them."""
    text = listing.search_text()
    nothing: dict[str, Any] = {"rows": [], "corrections": []}
    found = query(SearchArticles, language=language, text=text).answer() if text else nothing
    return _public(
        "support/search.html",
        text=text,
        rows=[Article(row, language) for row in found["rows"]],
        corrections=found["corrections"],
        others=_in_all_languages(text=text),
    )


@support.get(ARTICLE)
@open_to_all
def article(language: str, slug: str) -> ResponseReturnValue:
    row = query(GetArticle, language=language, slug=slug).answer()
    related = [Article(other, language) for other in row["related"]]
    return _public(
        "support/article.html",
        article=Article(row, language),
        body=html_of(row["body"]),
        related=related,
        canonical=_canonical(),
        others=article_urls(".article", row["slugs"]),
    )


@support.get("/pictures/<uuid:picture_id>")
@open_to_all
def picture(picture_id: str) -> ResponseReturnValue:
    found = query(GetPicture, picture_id=str(picture_id)).answer()
    response = Response(base64.b64decode(found["content"]), mimetype=found["content_type"])
    response.headers["Cache-Control"] = CACHED_FOR_EVER
    return response


@support.get("/sitemap.xml")
@open_to_all
def sitemap() -> ResponseReturnValue:
    """The pages of all languages (https://www.sitemaps.org/protocol.html)."""
    calls = {language: query(ListArticles, language=language) for language in languages.languages()}
    articles = [Article(row, language) for language, call in calls.items() for row in call.answer()["rows"]]
    home_urls = [url_for(".home", language=language) for language in calls]
    page = render_template("support/sitemap.xml", articles=articles, home_urls=home_urls)
    return _cacheable(Response(page, mimetype="application/xml"))


def article_urls(endpoint: str, slugs: dict[str, str | None]) -> dict[str, str]:
    """The URLs of a page about an article, by language, where the article is published in it."""
    return {language: url_for(endpoint, language=language, slug=slug) for language, slug in slugs.items() if slug}


def _in_all_languages(**parameters: Any) -> dict[str, str]:
    """The URLs of this page by language."""
    endpoint = request.endpoint or ""
    return {language: url_for(endpoint, language=language, **parameters) for language in languages.languages()}


def _public(template: str, **context: Any) -> Response:
    return public(render_template(template, **context))


def public(page: str) -> Response:
    """A page that is the same for everybody."""
    return _cacheable(make_response(page))


def _canonical() -> str:
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{current_app.config['PORTAL_URL']}{path}"


def _cacheable(response: Response) -> Response:
    response.headers["Cache-Control"] = CACHED
    response.add_etag()
    response.make_conditional(request)
    return response


@support.url_value_preprocessor
def use_language_of_address(_endpoint: str | None, values: dict[str, object] | None) -> None:
    if values and "language" in values:
        g.language = values["language"]
