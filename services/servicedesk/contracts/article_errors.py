"""Errors of editing articles."""

from services.chassis.contract import ContractError

__all__ = ["AlternativeTextMissing", "ArticleChanged", "ArticleIncomplete", "ArticleUntitled", "PictureMissing"]


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


class PictureMissing(ContractError):
    """The text in `language` cannot be published: the picture at `path`, which it shows or links to, does not exist."""

    code = "picture_missing"
    status = 422


class AlternativeTextMissing(ContractError):
    """The text in `language` cannot be published: the picture at `path` has no alternative text (WCAG 2.2, 1.1.1)."""

    code = "alternative_text_missing"
    status = 422
