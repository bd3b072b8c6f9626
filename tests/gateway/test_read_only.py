"""What a person is offered while viewing the portal as another user: nothing that changes something."""

import re

import pytest

from tests.gateway.browser import Forms, text_of
from tests.gateway.expected_responses import ADMINISTRATOR, IMPERSONATOR, Route
from tests.gateway.site import Site
from tests.gateway.test_every_route import ROUTES

KEPT = {"/language", "/logout", "/stop-viewing"}
USER_PAGES = [one for one in ROUTES if one.method == "GET" and one.guard != "open_to_all" and one.audience != "staff"]
FORM_PAGES = [one for one in USER_PAGES if one.form_page]


@pytest.mark.parametrize("route", [one for one in USER_PAGES if not one.form_page], ids=str)
def test_page_offers_no_form_and_no_link_to_one(site: Site, route: Route) -> None:
    page = site.open(IMPERSONATOR, site.path(route.rule))
    assert set(Forms.posting(page)) <= KEPT
    matcher = site.app.url_map.bind("localhost")
    links = {link.partition("?")[0].partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', text_of(page))}
    forms = {one.rule.endpoint for one in FORM_PAGES}
    assert [link for link in links if matcher.test(link, "GET") and matcher.match(link, "GET")[0] in forms] == []


@pytest.mark.parametrize("route", FORM_PAGES, ids=str)
def test_form_page_says_that_it_is_hidden(site: Site, route: Route) -> None:
    page = site.open(IMPERSONATOR, site.path(route.rule))
    assert (page.status_code, "Dit is verborgen terwijl u meekijkt" in page.text) == (403, True)
    assert set(Forms.posting(page)) <= KEPT


def test_banner_says_that_forms_are_hidden(site: Site) -> None:
    assert "knoppen die iets wijzigen, zijn verborgen" in site.open(IMPERSONATOR, "/machines").text


def test_page_of_a_mailed_link_keeps_its_form(site: Site) -> None:
    assert "/password/forgot" in Forms.posting(site.open(IMPERSONATOR, "/password/forgot"))


def test_the_same_pages_have_forms_otherwise(site: Site) -> None:
    """The tests above would pass without forms too."""
    pages = [site.open(ADMINISTRATOR, site.path(one.rule)) for one in FORM_PAGES]
    assert sum(bool(set(Forms.posting(page)) - KEPT) for page in pages) > len(FORM_PAGES) / 2
