"""Articles of the support centre, as everybody reads them."""

from typing import Any

from gateway.api.resource import Resource
from gateway.api.schemas import articles as schemas
from gateway.clients import query
from gateway.guards import api_open
from services.servicedesk.contracts import GetArticle, ListArticles, SearchArticles

articles = Resource("Articles", __name__, "Published articles of the support centre. No token is needed.")


@articles.get("/articles")
@api_open
@articles.query(schemas.ArticlesQuery)
@articles.returns(200, ListArticles, open_to_all=True)
def list_articles(**language: str) -> Any:
    """List the articles of a language, in the order of the support centre."""
    return query(ListArticles, **language).answer()


@articles.get("/articles/search")
@api_open
@articles.query(schemas.SearchQuery)
@articles.returns(200, SearchArticles, open_to_all=True)
def search_articles(**search: Any) -> Any:
    """Find articles by the words of a text, best first. Case, accents and forms of a word do not count."""
    return query(SearchArticles, **search).answer()


@articles.get("/articles/<slug>")
@api_open
@articles.query(schemas.ArticleQuery)
@articles.returns(200, GetArticle, open_to_all=True)
def get_article(slug: str, **language: str) -> Any:
    """Get an article. `body` is Markdown (CommonMark with tables)."""
    return query(GetArticle, slug=slug, **language).answer()
