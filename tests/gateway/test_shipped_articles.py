"""The articles that come with the software name pages and buttons as the portal does, and link to them. A draft is not
checked: it may name what does not exist yet."""

import html
import re

import pytest
from werkzeug.exceptions import HTTPException

from gateway import language
from gateway.markdown import html_of
from services.servicedesk.shipped_articles import ShippedArticle, shipped_articles
from tests.gateway.installation import Installation

ARTICLES = [article for article in shipped_articles() if not article.is_draft]
every_article = pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])


@every_article
def test_links_lead_to_pages_of_the_portal(article: ShippedArticle, installation: Installation) -> None:
    routes = installation.app.url_map.bind("portal.example")
    for text in article.texts.values():
        for path in re.findall(r'<a href="([^"]*)"', html_of(text["body"])):
            try:
                routes.match(path, method="GET")
            except HTTPException:
                pytest.fail(f"no page {path}")


@every_article
def test_links_and_names_in_bold_are_texts_of_the_portal(article: ShippedArticle) -> None:
    for code, text in article.texts.items():
        names = re.findall(r"<(?:a [^>]*|strong)>(.*?)</(?:a|strong)>", html_of(text["body"]))
        assert {html.unescape(name) for name in names} - _texts(code) == set()


def _texts(code: str) -> set[str]:
    return {str(text) for text in language.catalogues()[code]._catalog.values()}
