"""Help articles that come with the software, as a visitor reads them."""

import json
import re
from dataclasses import dataclass

from browser import OpenBrowser, Person
from eventually import eventually
from steps import switch_language

from services.identity.contracts.languages import Language
from services.servicedesk.shipped_articles import shipped_articles

WITHOUT_PICTURE = "all => all.filter(one => !one.naturalWidth).map(one => one.src)"
"""The addresses of pictures that the browser could not show."""
SHIPPED = {article.name: article for article in shipped_articles() if not article.is_draft}


@dataclass(frozen=True)
class Answer:
    """A help article: its text, and the names of pages and buttons in it (links and words in bold)."""

    text: str
    names: frozenset[str]

    def follow(self, person: Person, name: str, *, within: str = "body") -> None:
        """Press the link or button of this name, which the article must contain. A tab also shows a number."""
        assert name in self.names, f"the article does not name {name}: {sorted(self.names)}"
        pattern = f"^\\s*{re.escape(name)}(\\s+\\([0-9]+\\+?\\))?\\s*$"
        person.press(f"{within} :is(a, button):text-matches({json.dumps(pattern)}) >> visible=true")


def read_answer(open_browser: OpenBrowser, name: str, language: str = "nl") -> Answer:
    """Open an article as a visitor: from the login page with two clicks."""
    visitor = open_browser()
    visitor.open("/login")
    switch_language(visitor, language)
    return read_from_login_page(visitor, name, language)


def read_from_login_page(visitor: Person, name: str, language: str = "nl") -> Answer:
    title = SHIPPED[name].texts[Language(language)]["title"]
    link = f'main a:text-is("{title}")'
    visitor.press(".support-link a")
    eventually(lambda: _is_listed(visitor, link))
    visitor.press(link)
    assert visitor.page.locator("h1").inner_text() == title
    assert visitor.page.locator(".article img").evaluate_all(WITHOUT_PICTURE) == []
    names = visitor.page.locator(".article :is(a, strong)").all_inner_texts()
    return Answer(visitor.page.locator(".article").inner_text(), frozenset(names))


def _is_listed(visitor: Person, link: str) -> bool:
    """Articles are loaded by a job after the start; the browser may show the list of a minute ago until a reload."""
    if not visitor.page.locator(link).count():
        visitor.page.reload()
    return visitor.page.locator(link).count() == 1
