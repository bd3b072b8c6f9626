"""Articles of the support centre."""

from gateway.api.schemas.derive import query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.servicedesk.contracts import ArticleSlugs, GetArticle, ListArticles, SearchArticles
from services.servicedesk.contracts.articles import ArticleRow, Fragment


@response_of(ArticleRow)
class ArticleSummary(ResponseSchema):
    """`slug` identifies an article in its language and never changes. `kind`: `question` has a short answer."""


@response_of(ArticleSlugs)
class SlugsByLanguage(ResponseSchema):
    """The slug in each language in which the article is published; null where it is not."""


@response_of(Fragment)
class TextFragment(ResponseSchema):
    """A piece of a text; `matches` when it is one of the words searched for."""


@response_of(ListArticles)
class ArticleList(ResponseSchema): ...


@response_of(SearchArticles)
class FoundArticles(ResponseSchema): ...


@response_of(GetArticle)
class ArticleText(ResponseSchema):
    """`related`: at most five other articles about like things."""


@query_of(ListArticles)
class ArticlesQuery(Schema): ...


@query_of(SearchArticles)
class SearchQuery(Schema):
    """`text`: the words to search for."""


@query_of(GetArticle, hide=("slug",))
class ArticleQuery(Schema): ...
