"""Pages that need an action first: work in progress, forms with errors, confirmations.

A function of one of the modules `…_states.py` goes through some of them, and yields the person at each page to be
checked. `test_every_page.py` opens pages that have a fixed address.
"""

from collections.abc import Callable, Iterator

from browser import Person

OpenBrowserAs = Callable[..., Person]
"""`open_browser(email)` returns a person who is logged in, `open_browser()` a visitor, in the test's language."""
States = Iterator[Person]


def assert_visible(person: Person, selector: str) -> Person:
    """The person; fails if the page does not show the selector."""
    assert person.page.locator(selector).first.is_visible(), f"{person.path} lacks {selector}: {person.main}"
    return person
