"""Errors of editing articles."""

from services.chassis.contract import ContractError

__all__ = ["ArticleChanged", "ArticleIncomplete", "ArticleUntitled"]


class ArticleChanged(ContractError):
    """Somebody else saved the article meanwhile: its text in `language` has the revision `number` now. Nothing was
    stored."""

    code = "article_changed"
    status = 409


class ArticleUntitled(ContractError):
    """A new article needs a title in one language at least."""

    code = "article_untitled"
    status = 422


class ArticleIncomplete(ContractError):
    """The text in `language` cannot be published: `field` (`title`, `summary` or `body`) is empty."""

    code = "article_incomplete"
    status = 422
