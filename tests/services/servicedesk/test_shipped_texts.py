"""The texts of the articles that come with the software."""

import re

import pytest

from services.identity.contracts.languages import Language
from services.servicedesk.contracts import ArticleKind
from services.servicedesk.contracts.articles import BODY_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH
from services.servicedesk.model.article_words import stem
from services.servicedesk.shipped_articles import FOLDER, PICTURES, ShippedArticle, shipped_articles
from services.servicedesk.synonyms import groups

LIMITS = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH, "body": BODY_LENGTH}
ARTICLES = list(shipped_articles())
every_article = pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])


@every_article
def test_texts_fit_the_limits(article: ShippedArticle) -> None:
    for language, text in article.texts.items():
        assert (FOLDER / language / f"{article.name}.md").read_text(encoding="utf-8").startswith("# ")
        assert {name: 0 < len(text[name].strip()) <= limit for name, limit in LIMITS.items()} == dict.fromkeys(
            LIMITS, True
        )
        assert not re.search(r"[#*\[|]|^\d+\. ", text["summary"]), "the summary is plain text"


@every_article
def test_both_languages_have_the_same_headings_steps_rows_and_links(article: ShippedArticle) -> None:
    """Links within the support centre lead to pages in the language of the text."""
    dutch, english = (
        _outline(article.texts[language]["body"].replace(f"](/support/{language}/", "](/support/…/"))
        for language in (Language.NL, Language.EN)
    )
    assert dutch == english
    for language, text in article.texts.items():
        assert not re.search(rf"\]\(/support/(?!{language}/|pictures/)", text["body"])


@every_article
def test_steps_are_numbered_from_one(article: ShippedArticle) -> None:
    for text in article.texts.values():
        numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text["body"], re.MULTILINE)]
        assert all(number in (1, before + 1) for before, number in zip([0, *numbers], numbers, strict=False))


@pytest.mark.parametrize("language", list(Language))
def test_every_file_is_listed_in_the_index(language: Language) -> None:
    files = sorted(path.stem for path in (FOLDER / language).iterdir())
    assert files == sorted(article.name for article in ARTICLES)


@every_article
def test_every_question_has_a_picture_with_a_description(article: ShippedArticle) -> None:
    for text in article.texts.values():
        descriptions = re.findall(r"!\[(.*?)\]\(/support/pictures/", text["body"])
        assert descriptions or article.is_draft or article.place["kind"] is not ArticleKind.QUESTION
        assert "" not in descriptions


@pytest.mark.parametrize("language", list(Language))
def test_every_picture_is_shown_by_an_article(language: Language) -> None:
    shown = [content for article in ARTICLES for content in article.pictures[language].values()]
    assert sorted(shown) == sorted(path.read_bytes() for path in (PICTURES / language).iterdir())


@pytest.mark.parametrize("language", list(Language))
def test_words_of_equal_meaning_are_different_words(language: Language) -> None:
    for group in groups(language):
        assert len(group) > 1
        assert len({stem(word, language) for word in group}) == len(group)


def test_titles_are_unique() -> None:
    titles = [text["title"] for article in ARTICLES for text in article.texts.values()]
    assert len(titles) == len(set(titles))


def _outline(body: str) -> list[str]:
    """Headings, steps, list items and rows of tables without their text, and the targets of links, in their order.
    Pictures of different languages are different files."""
    body = re.sub(r"/support/pictures/[0-9a-f-]{36}", "picture", body)
    marks = r"^(?:##+|\d+\.|-|\|(?=.*\|$))(?= )|(?<=\]\()[^)]+(?=\))"
    return re.findall(marks, body, re.MULTILINE)
