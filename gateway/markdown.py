"""Markdown of articles and news as HTML of a page."""

from functools import lru_cache

from markupsafe import Markup

from services.chassis.markdown import to_html
from services.servicedesk.contracts.pictures import PICTURE_PATH


@lru_cache(maxsize=500)
def html_of(markdown: str) -> Markup:
    """The HTML of a text; its pictures are those of the support centre."""
    return Markup(to_html(markdown, picture=PICTURE_PATH))  # noqa: S704  # cleaned by nh3
