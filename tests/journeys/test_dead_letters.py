"""A member of staff lists, replays and drops dead letters."""

import pytest
from browser import OpenBrowser
from dead_letter import add_dead_letter
from eventually import eventually
from people import SERVICE_STAFF, STAFF
from portal import Portal

PAGE = "/backoffice/dead-letters"


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without scripts"])
def test_dead_letter_is_listed_replayed_and_dropped(portal: Portal, open_browser: OpenBrowser, scripts: bool) -> None:
    id = add_dead_letter(portal, "KeyError: 'sanne@vandijk.example'")
    person = open_browser(scripts=scripts)
    person.log_in(STAFF)
    person.press(f'nav a[href="{PAGE}"]')
    assert "KeyError" in person.main
    assert "sanne@" not in person.main
    person.page.locator(f"input[value='fleet/{id}']").check()
    person.press(f'form[action^="{PAGE}/replay?"] button')
    assert "opnieuw geprobeerd" in person.main
    assert eventually(lambda: person.open(f"{PAGE}?status=retry") or id in person.page.content())
    person.open(f"{PAGE}/fleet/{id}")
    assert f"machinepark dead-letters show {id}" in person.main
    person.press('a[href$="/drop"]')
    person.press("main form button.primary")
    assert person.path.startswith(f"{PAGE}?done=dropped.")
    assert "Het bericht is verwijderd." in person.main
    person.open(f"{PAGE}?status=retry")
    assert id not in person.page.content()


def test_all_dead_letters_are_replayed(portal: Portal, open_browser: OpenBrowser) -> None:
    id = add_dead_letter(portal)
    person = open_browser()
    person.log_in(STAFF)
    person.open(PAGE)
    person.press(f'form[action="{PAGE}/replay"] button')
    person.open(PAGE)
    assert "Geen mislukte berichten" in person.main
    assert portal.run("dead-letters", "drop", id, "--yes").returncode == 0


def test_page_is_refused_without_the_right(portal: Portal, open_browser: OpenBrowser) -> None:
    person = open_browser()
    person.log_in(SERVICE_STAFF)
    assert person.page.locator(f'a[href="{PAGE}"]').count() == 0
    person.open(PAGE)
    assert "permission" in person.main
