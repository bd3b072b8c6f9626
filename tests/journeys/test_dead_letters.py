"""A member of staff looks after the message bus: sees what was given up, has it tried again, drops it."""

from collections.abc import Callable

import pytest
from browser import Person
from dead_letter import give_up
from eventually import eventually
from portal import Portal

STAFF, OTHER_STAFF = "joris@dealer.example", "mila@dealer.example"
PAGE = "/backoffice/dead-letters"
Visit = Callable[..., Person]


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without scripts"])
def test_what_was_given_up_is_seen_tried_again_and_dropped(portal: Portal, visit: Visit, scripts: bool) -> None:
    id = give_up(portal, "KeyError: 'sanne@vandijk.example'")
    person = visit(scripts=scripts)
    person.log_in(STAFF)
    person.press(f'nav a[href="{PAGE}"]')
    assert ("KeyError" in person.main, "sanne@" in person.main) == (True, False)
    person.page.locator(f"input[value='fleet/{id}']").check()
    person.press(f'form[action^="{PAGE}/replay?"] button')
    assert "opnieuw geprobeerd" in person.main
    assert eventually(lambda: person.open(f"{PAGE}?status=retry") or id in person.page.content())
    person.open(f"{PAGE}/fleet/{id}")
    assert f"machinepark dead-letters show {id}" in person.main
    person.press('a[href$="/drop"]')
    person.press("main form button.primary")
    assert (person.path, "Het bericht is verwijderd." in person.main) == (f"{PAGE}?done=dropped", True)
    person.open(f"{PAGE}?status=retry")
    assert id not in person.page.content()


def test_all_are_tried_again(portal: Portal, visit: Visit) -> None:
    id = give_up(portal)
    person = visit()
    person.log_in(STAFF)
    person.open(PAGE)
    person.press(f'form[action="{PAGE}/replay"] button')
    person.open(PAGE)
    assert "Geen mislukte berichten" in person.main
    assert portal.run("dead-letters", "drop", id, "--yes").returncode == 0


def test_who_lacks_the_right_sees_no_way_there_and_is_let_in_by_no_other(portal: Portal, visit: Visit) -> None:
    person = visit()
    person.log_in(OTHER_STAFF)
    assert person.page.locator(f'a[href="{PAGE}"]').count() == 0
    person.open(PAGE)
    assert "permission" in person.main
