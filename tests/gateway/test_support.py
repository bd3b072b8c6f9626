"""The public pages of the support centre: the same for everybody, cacheable, in the language of their address."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from gateway import opening_hours
from services.chassis.contract import NotFound
from services.servicedesk.contracts import GetArticle, ListArticles, SearchArticles
from tests.gateway.browser import Forms, redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

HOME, ARTICLE = "/support/nl", "/support/nl/articles/wat-kost-het-klantportaal"
PAGES = [HOME, ARTICLE, "/support/nl/search?text=kosten", "/support/sitemap.xml"]


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_cacheable_and_sets_no_cookie(installation: Installation, path: str) -> None:
    response = installation.browser().get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "public, no-cache")
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_the_same_for_everybody(installation: Installation, path: str) -> None:
    texts = {installation.browser(who).get(path).text for who in ("", CUSTOMER, STAFF)}
    assert len(texts) == 1


def test_an_unchanged_page_is_not_sent_again(installation: Installation) -> None:
    first = installation.browser().get(HOME)
    again = installation.browser().get(HOME, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(("accepted", "language"), [("nl", "nl"), ("en-GB,en;q=0.9,nl;q=0.5", "en"), ("de", "nl")])
def test_the_support_centre_begins_in_the_visitors_language(
    installation: Installation, accepted: str, language: str
) -> None:
    response = installation.browser().get("/support", headers={"Accept-Language": accepted})
    assert (response.status_code, response.location) == (303, f"/support/{language}")


def test_the_address_decides_the_language(installation: Installation) -> None:
    page = installation.browser().get("/support/en", headers={"Accept-Language": "nl"})
    assert '<html lang="en">' in page.text


def test_an_address_in_an_unknown_language_is_not_found(installation: Installation) -> None:
    assert installation.browser().get("/support/xx").status_code == 404


def test_an_article_names_its_canonical_address_and_that_in_each_language(
    installation_with: Callable[..., Installation],
) -> None:
    installation = installation_with(portal_url="https://portal.dealer.example")
    row = GetArticle.example[1] | {"slugs": {"nl": "wat-kost-het-klantportaal", "en": "what-does-it-cost"}}
    installation.responses["get_article"] = row
    page = installation.browser().get(ARTICLE, headers={"Host": "evil.example"}).text
    begin = "https://portal.dealer.example/support"
    assert f'<link rel="canonical" href="{begin}/nl/articles/wat-kost-het-klantportaal">' in page
    assert f'<link rel="alternate" hreflang="en" href="{begin}/en/articles/what-does-it-cost">' in page


def test_an_article_without_a_text_in_the_other_language_links_to_its_start_page(installation: Installation) -> None:
    assert 'href="/support/en" hreflang="en"' in installation.browser().get(ARTICLE).text


def test_search_engines_are_asked_not_to_list_search_results(installation: Installation) -> None:
    assert '<meta name="robots" content="noindex">' in installation.browser().get("/support/nl/search?text=x").text


def test_search_results_mark_what_was_searched(installation: Installation) -> None:
    assert (
        "Wat <mark>kost</mark> het klantportaal?" in installation.browser().get("/support/nl/search?text=kosten").text
    )


def test_a_corrected_word_is_told_beside_the_typed_one(installation: Installation) -> None:
    example = SearchArticles.example[1]
    installation.responses["search_articles"] = example | {"corrections": [{"typed": "kotsen", "used": "kosten"}]}
    page = installation.browser().get("/support/nl/search?text=kotsen").text
    assert "Gezocht op “kosten”. U typte “kotsen”" in page


def test_a_search_without_words_asks_nobody(installation: Installation) -> None:
    installation.browser().get("/support/nl/search?text=++")
    assert installation.calls_of("search_articles") == []


def test_a_search_without_results_says_what_to_do(installation: Installation) -> None:
    installation.responses["search_articles"] = {"rows": [], "corrections": []}
    page = unescape(installation.browser().get('/support/nl/search?text=<b>"x"').text)
    assert 'Niets gevonden voor “<b>"x"”' in page
    assert "neem contact met ons op" in page


def test_an_article_that_does_not_exist_is_not_found(installation: Installation) -> None:
    installation.responses["get_article"] = NotFound()
    page = installation.browser().get(ARTICLE)
    assert (page.status_code, page.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/pixel.png)",
        "![x](/logout)",
        "[x](//other.example/login)",
        "[x](///other.example/login)",
        "![x](/support/pictures/../../logout)",
    ],
)
def test_an_article_can_neither_run_nor_load_anything_from_elsewhere(installation: Installation, markdown: str) -> None:
    installation.responses["get_article"] = GetArticle.example[1] | {"body": f"Begin.\n\n{markdown}\n\nEinde."}
    page = installation.browser().get(ARTICLE).text
    article = page[page.index("<article") : page.index("</article>")]
    assert "Begin." in article
    assert not re.search(r"<script|<img|<[^>]+ on\w+=|href=\"(javascript|data|//)", article)


def test_one_address_used_often_makes_no_long_page(installation: Installation) -> None:
    body = f"[a]: /{'x' * 5000}\n\n" + "[a]" * 4900
    installation.responses["get_article"] = GetArticle.example[1] | {"body": body}
    assert len(installation.browser().get(ARTICLE).data) < 60_000


def test_pictures_links_and_tables_of_an_article_are_shown(installation: Installation) -> None:
    picture = "/support/pictures/01980000-0000-7000-8000-0000000000AB"
    body = f"# Kop\n\n1. Kies [Groepen](/groups).\n\n![Het scherm]({picture})\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    installation.responses["get_article"] = GetArticle.example[1] | {"body": body}
    page = installation.browser().get(ARTICLE).text
    for html in ("<h2>Kop</h2>", 'href="/groups"', f'<img src="{picture}" alt="Het scherm">', "<td>1</td>"):
        assert html in page


def test_a_picture_is_cached_for_ever(installation: Installation) -> None:
    response = installation.browser().get("/support/pictures/01980000-0000-7000-8000-000000000072")
    assert response.mimetype == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_sitemap_lists_the_articles_of_all_languages(installation_with: Callable[..., Installation]) -> None:
    installation = installation_with(portal_url="https://portal.dealer.example")
    english = ListArticles.example[1]["rows"][0] | {"slug": "what-does-it-cost"}
    installation.responses["list_articles"] = lambda language: (
        {"rows": [english]} if language == "en" else ListArticles.example[1]
    )
    urls = re.findall("<loc>(.*?)</loc>", installation.browser().get("/support/sitemap.xml").text)
    assert {url.removeprefix("https://portal.dealer.example") for url in urls} == {
        "/support/nl", "/support/en", ARTICLE, "/support/en/articles/what-does-it-cost",
    }  # fmt: skip


def test_search_engines_may_read_the_support_centre_only(installation_with: Callable[..., Installation]) -> None:
    installation = installation_with(portal_url="https://portal.dealer.example")
    lines = installation.browser().get("/robots.txt").text.splitlines()
    assert "Disallow: /" in lines
    assert "Allow: /support" in lines
    assert "Sitemap: https://portal.dealer.example/support/sitemap.xml" in lines


@pytest.mark.parametrize("path", ["/login", "/register", "/no-such-page"])
def test_a_page_for_visitors_leads_to_the_support_centre(installation: Installation, path: str) -> None:
    assert 'href="/support/nl"' in installation.browser().get(path).text


def test_a_reader_answers_whether_an_article_helped(installation: Installation) -> None:
    browser = installation.browser()
    form = browser.get(f"{ARTICLE}/feedback?helpful=no")
    sent = browser.submit(form, f"{ARTICLE}/feedback", remark="Stap 2 ontbreekt.")
    assert redirect_of(sent) == f"{ARTICLE}/feedback?done=sent"
    [call] = installation.calls_of("rate_article")
    assert (call.request["helpful"], call.request["remark"]) == (False, "Stap 2 ontbreekt.")


def test_an_answer_without_a_choice_is_asked_for(installation: Installation) -> None:
    browser = installation.browser()
    sent = browser.submit(browser.get(f"{ARTICLE}/feedback"), f"{ARTICLE}/feedback", remark="Hm.")
    assert sent.status_code == 422
    assert "Kies of de helptekst u heeft geholpen." in sent.text
    assert "Hm.</textarea>" in sent.text


@pytest.mark.parametrize("path", [f"{ARTICLE}/feedback", "/support/nl/contact"])
def test_enter_in_a_field_sends_the_form(installation: Installation, path: str) -> None:
    page = installation.browser().get(path).text
    first = next(re.finditer(r'<button[^>]*form="typed"[^>]*>', page))[0]
    assert "name=" not in first
    assert "formaction=" not in first


def test_the_typed_remark_stays_when_the_language_is_changed(installation: Installation) -> None:
    browser, english = installation.browser(), "/support/en/articles/what-does-it-cost/feedback"
    slugs = {"nl": "wat-kost-het-klantportaal", "en": "what-does-it-cost"}
    installation.responses["get_article"] = GetArticle.example[1] | {"slugs": slugs}
    form = browser.get(f"{ARTICLE}/feedback?helpful=no")
    assert f'formaction="{english}"' in form.text
    fields = Forms.of(form).named(f"{ARTICLE}/feedback") | {"remark": "Stap 2 ontbreekt.", "choose_language": "en"}
    page = browser.send(english, fields)
    assert (page.status_code, installation.calls_of("rate_article")) == (200, [])
    assert "Stap 2 ontbreekt.</textarea>" in page.text
    assert '<html lang="en">' in page.text


@pytest.mark.parametrize(
    ("language", "days"), [("nl", ["maandag – vrijdag", "zaterdag"]), ("en", ["Monday – Friday", "Saturday"])]
)
def test_opening_hours_are_shown_in_the_readers_language(
    installation_with: Callable[..., Installation], language: str, days: list[str]
) -> None:
    installation = installation_with(opening_hours=tuple(opening_hours.parse("Mo-Fr 08:30-17:00; Sa 09:00-12:00")))
    page = installation.browser().get(f"/support/{language}").text
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        (days[0], "08:30 – 17:00"), (days[1], "09:00 – 12:00"),
    ]  # fmt: skip


@pytest.mark.parametrize("impersonated_by", ["", "Sanne de Wit"])
def test_feedback_form_is_not_shown_while_impersonating(installation: Installation, impersonated_by: str) -> None:
    installation.responses["get_session"] = installation._session(staff=False) | {"impersonated_by": impersonated_by}
    page = installation.browser(CUSTOMER).get(f"{ARTICLE}/feedback").text
    assert ('<form id="typed"' in page) == (not impersonated_by)
