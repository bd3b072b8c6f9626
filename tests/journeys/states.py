"""Pages that somebody reaches only by doing something: work in progress, forms with errors, confirmations.

A function of `service_states.py`, `user_states.py` or `staff_states.py` makes its way through some of them, and yields
the person who stands on the next one to be looked at. `test_every_page.py` opens pages that have a fixed address.
"""

from collections.abc import Callable, Iterator

from browser import Person

STAFF, READER = "joris@dealer.example", "mila@dealer.example"
CUSTOMER_NUMBER = "1048823"
Come = Callable[..., Person]
"""`come(email)` is somebody who is logged in, `come()` a visitor; the pages are in the language of the test."""
States = Iterator[Person]


def having(person: Person, selector: str) -> Person:
    """The person, whose page has this; a state that is not reached is a failure."""
    assert person.page.locator(selector).first.is_visible(), f"{person.path} lacks {selector}: {person.main}"
    return person
